package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The metrics of a daemon that has had something to do, against what `docs/metrics.md` tells.
class MetricsTest {
  private static final String ALICE = "alice@example.test";

  /// What is counted only when something goes wrong, or by a client that this test has not.
  private static final Set<String> RARE =
      Set.of("posthorn_connections_refused_total", "posthorn_tls_handshakes_total");

  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-z_]+)`");
  private static final Pattern SCRAPED =
      Pattern.compile("(?m)^# TYPE ((?:posthorn|cache)_[a-z_]+) ");

  @TempDir Path data;

  @Test
  void whatIsCountedIsWhatIsDocumented() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start(data)) {
      useAllProtocols(daemon);
      assertEquals("alive\n", get(daemon, "/healthz").body());
      assertEquals("ready\n", get(daemon, "/readyz").body());
      String scraped = get(daemon, "/metrics").body();

      Set<String> documented = names(DOCUMENTED, Files.readString(page()));
      Set<String> missing = new TreeSet<>(documented);
      missing.removeAll(names(SCRAPED, scraped));
      missing.removeAll(RARE);
      // Only there where mail leaves the host.
      missing.removeIf(name -> name.startsWith("posthorn_outbound_"));
      // Only there where a check asks another program.
      missing.removeIf(name -> name.startsWith("posthorn_inbound_backend_"));
      // Only there where daemons share Redis.
      missing.removeIf(name -> name.startsWith("posthorn_redis_"));
      // Only there where a database has read replicas.
      missing.removeIf(name -> name.startsWith("posthorn_mysql_replica_"));
      // Only there where accounts are spread over several databases.
      missing.removeIf(name -> name.startsWith("posthorn_shard_"));
      // Only there where strangers bring mail.
      missing.removeIf(name -> name.startsWith("posthorn_inbound_authentication_"));
      assertEquals(Set.of(), missing, "documented, but not there");
      Set<String> undocumented = new TreeSet<>(names(SCRAPED, scraped));
      undocumented.removeIf(name -> name.endsWith("_max"));
      undocumented.removeAll(documented);
      assertEquals(Set.of(), undocumented, "there, but not documented");
      assertCounted(scraped);
    }
  }

  private static void useAllProtocols(DaemonProcess daemon) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      smtp.deliver("bob@far.example", ALICE, "Subject: one\r\n\r\nhello\r\n");
      smtp.command("MAIL FROM:<bob@far.example>");
      smtp.command("RCPT TO:<nobody@example.test>");
    }
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.ok("SELECT INBOX");
      imap.ok("FETCH 1:* (ENVELOPE BODY[])");
      imap.send("x LOGOUT\r\n");
      imap.line();
    }
    try (Wire pop3 = new Wire(daemon.pop3())) {
      pop3.send("USER " + ALICE + "\r\nPASS wrong\r\nQUIT\r\n");
      for (int i = 0; i < 4; i++) {
        pop3.line();
      }
    }
  }

  private static void assertCounted(String scraped) {
    for (String line :
        new String[] {
          "posthorn_connections_total{protocol=\"imap\"}",
          "posthorn_commands_seconds_count{command=\"fetch\",outcome=\"ok\",protocol=\"imap\"}",
          "posthorn_commands_seconds_count{command=\"rcpt\",outcome=\"5xx\",protocol=\"smtp\"}",
          "posthorn_smtp_messages_total{outcome=\"accepted\",role=\"relay\"}",
          "posthorn_bytes_total{direction=\"in\",protocol=\"smtp\"}",
          "posthorn_store_commit_batch_count",
          "posthorn_store_sync_seconds_count{what=\"log\"}",
          "posthorn_store_pool_queue{pool=\"read\"}",
          "cache_gets_total{cache=\"structures\",result=\"hit\"}",
          "posthorn_store_up 1.0",
        }) {
      assertTrue(scraped.contains("\n" + line), line);
    }
    assertTrue(
        Pattern.compile("posthorn_logins_total\\{.*outcome=\"bad_credentials\",protocol=\"pop3\"")
            .matcher(scraped)
            .find());
    assertTrue(scraped.contains("posthorn_store_sync_seconds_bucket{what=\"log\",le=\"0.02\"}"));
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static HttpResponse<String> get(DaemonProcess daemon, String path) throws Exception {
    URI uri = URI.create("http://" + DaemonProcess.HOST + ":" + daemon.metrics() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  private static Path page() {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.isDirectory(here.resolve("docs")) ? here : here.resolve("..");
    return root.resolve("docs/metrics.md");
  }
}
