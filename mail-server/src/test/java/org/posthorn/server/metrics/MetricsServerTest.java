package org.posthorn.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The HTTP answers.
class MetricsServerTest {
  private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
  private final HttpClient client = HttpClient.newHttpClient();
  private DaemonMetrics metrics;
  private MetricsServer server;

  @BeforeEach
  void start() throws Exception {
    metrics = new DaemonMetrics();
    server =
        new MetricsServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, readiness::get);
  }

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
    client.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  @Test
  void metricsAreInPrometheusFormat() throws Exception {
    metrics.registry().counter("posthorn.test", "protocol", "imap").increment(3);
    HttpResponse<String> answer = send("GET", "/metrics?x=y");
    assertEquals(200, answer.statusCode());
    assertTrue(answer.headers().firstValue("content-type").orElseThrow().startsWith("text/plain"));
    assertTrue(answer.body().contains("posthorn_test_total{protocol=\"imap\"} 3.0\n"));
    assertTrue(answer.body().contains("jvm_memory_used_bytes{"));
  }

  @Test
  void readinessIs503WithTheReasonWhereItIsNot() throws Exception {
    assertEquals("ready\n", send("GET", "/readyz").body());
    readiness.set(Readiness.not("the store has stopped: no space"));
    HttpResponse<String> answer = send("GET", "/readyz");
    assertEquals(503, answer.statusCode());
    assertEquals("the store has stopped: no space\n", answer.body());
    assertEquals(200, send("GET", "/healthz").statusCode());
  }

  @Test
  void anythingElseIsRefused() throws Exception {
    assertEquals(404, send("GET", "/").statusCode());
    assertEquals(405, send("POST", "/metrics").statusCode());
    assertEquals(405, send("DELETE", "/healthz").statusCode());
  }
}
