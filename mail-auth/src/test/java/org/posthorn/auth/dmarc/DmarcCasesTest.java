package org.posthorn.auth.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.Method;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.State;
import org.posthorn.auth.dmarc.DmarcCaseFile.DmarcCase;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.ZoneServer;

/// RFC 9989 and what RFC 7489 left behind, case by case, each against a real DNS server: the files
/// of `src/test/resources/dmarc`.
class DmarcCasesTest {
  private static final Path FILES = Path.of("src/test/resources/dmarc");

  private final List<ZoneServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(ZoneServer::close);
  }

  @TestFactory
  List<DynamicNode> cases() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files
          .filter(file -> file.toString().endsWith(".dmarc"))
          .sorted()
          .map(this::file)
          .toList();
    }
  }

  private DynamicNode file(Path path) {
    DmarcCaseFile file = new DmarcCaseFile(path);
    ZoneServer server = file.source.serve();
    servers.add(server);
    Dns dns = server.impatientDns();
    return DynamicContainer.dynamicContainer(
        path.getFileName().toString(),
        file.cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(dns, c))));
  }

  private static void check(Dns dns, DmarcCase row) {
    int lot = Integer.parseInt(row.option("lot", "0"));
    Dmarc dmarc = new Dmarc(dns, DmarcLimits.standard(), () -> lot);
    DmarcOutcome outcome = dmarc.check(Authors.of(row.from()), identities(row.identities()));
    assertEquals(row.result(), outcome.result().word(), outcome::toString);
    String asked = outcome.asked().word();
    assertEquals(row.option("asked", asked), asked, outcome::toString);
    String at = outcome.policy().map(PublishedPolicy::domain).orElse("");
    assertEquals(row.option("at", at), at, outcome::toString);
    String aligned =
        outcome.aligned().stream()
            .map(identity -> identity.method().word())
            .sorted((a, b) -> b.compareTo(a))
            .distinct()
            .collect(Collectors.joining(","));
    assertEquals(row.option("aligned", aligned), aligned, outcome::toString);
    String questions = String.valueOf(outcome.lookUps());
    assertEquals(row.option("questions", questions), questions, outcome::toString);
    boolean error =
        outcome.result() == DmarcResult.PERMERROR || outcome.result() == DmarcResult.TEMPERROR;
    assertEquals(error, !outcome.problem().isEmpty(), outcome::toString);
  }

  private static List<AuthenticatedIdentity> identities(String words) {
    List<AuthenticatedIdentity> identities = new ArrayList<>();
    for (String word : words.equals("-") ? new String[0] : words.split(" ")) {
      Method method = word.startsWith("spf") ? Method.SPF : Method.DKIM;
      int end = method.word().length();
      State state = word.charAt(end) == ':' ? State.PASSED : State.UNKNOWN;
      identities.add(new AuthenticatedIdentity(method, state, word.substring(end + 1)));
    }
    return identities;
  }
}
