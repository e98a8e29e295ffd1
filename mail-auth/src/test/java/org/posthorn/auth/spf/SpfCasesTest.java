package org.posthorn.auth.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.ZoneServer;
import org.posthorn.auth.spf.SpfCaseFile.SpfCase;

/// RFC 7208, case by case, each against a real DNS server: the files of `src/test/resources/spf`.
class SpfCasesTest {
  private static final Path FILES = Path.of("src/test/resources/spf");

  private final List<ZoneServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(ZoneServer::close);
  }

  @TestFactory
  List<DynamicNode> cases() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files
          .filter(file -> file.toString().endsWith(".spf"))
          .sorted()
          .map(this::file)
          .toList();
    }
  }

  private DynamicNode file(Path path) {
    SpfCaseFile file = new SpfCaseFile(path);
    ZoneServer server = file.source.serve();
    servers.add(server);
    Dns dns = file.source.hasSilence() ? server.impatientDns() : server.dns();
    Spf spf =
        new Spf(
            dns,
            "mx.receiver.example",
            SpfLimits.standard(),
            () -> Instant.ofEpochSecond(1_700_000_000));
    return DynamicContainer.dynamicContainer(
        path.getFileName().toString(),
        file.cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(spf, c))));
  }

  private static void check(Spf spf, SpfCase row) {
    InetAddress client = InetAddress.ofLiteral(row.option("client", ""));
    String helo = row.option("helo", "");
    SpfOutcome outcome =
        row.helo()
            ? spf.checkHelo(client, row.subject())
            : spf.checkMailFrom(client, helo, row.subject());
    assertTrue(row.results().contains(outcome.result().word()), outcome::toString);
    assertEquals(
        row.option("exp", outcome.explanation()), outcome.explanation(), outcome::toString);
    assertEquals(row.option("mech", outcome.mechanism()), outcome.mechanism());
    boolean error =
        outcome.result() == SpfResult.PERMERROR || outcome.result() == SpfResult.TEMPERROR;
    assertEquals(error, !outcome.problem().isEmpty(), outcome::toString);
  }
}
