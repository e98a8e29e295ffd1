package org.posthorn.storage.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.posthorn.storage.redis.RedisServer.await;

import ch.qos.logback.classic.Level;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.RedisConfig;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.shared.ChangeFeed;

/// The ways to run Redis: with TLS and a password, behind Sentinel, as a cluster.
@EnabledIf("org.posthorn.storage.redis.RedisServer#available")
class RedisKindsTest {
  @TempDir Path directory;

  private static RedisTier open(RedisConfig config) {
    return RedisTier.open(config, "store", new SimpleMeterRegistry(), Clock.systemUTC())
        .orElseThrow();
  }

  /// Everything that is done with Redis, once.
  private static void assertWorks(RedisTier tier) {
    await().until(tier::isUp);
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "name " + i).toList();
    // A cluster that was just made is not yet willing at first.
    await()
        .until(
            () -> {
              names.forEach(name -> tier.cache().put(name, name.getBytes()));
              return tier.isUp() && tier.cache().get(names).size() == 20;
            });
    assertArrayEquals("name 7".getBytes(), tier.cache().get(names).get("name 7"));
    assertEquals(Optional.of(true), tier.counts().take("r", 1, Duration.ofHours(1), 1));
    assertEquals(Optional.of(false), tier.counts().take("r", 1, Duration.ofHours(1), 1));
    assertEquals(OptionalLong.of(1), tier.counts().add("n", Duration.ofHours(1)));
  }

  private static void assertNewsArrives(RedisTier from, RedisTier to) {
    AtomicLong heard = new AtomicLong();
    try (ChangeFeed sends = from.feed();
        ChangeFeed hears = to.feed()) {
      ChangeFeed.Listener listener =
          new ChangeFeed.Listener() {
            @Override
            public void changed(AccountId account, long changes) {
              heard.set(changes);
            }

            @Override
            public void missed() {}
          };
      sends.start(listener);
      hears.start(listener);
      await().until(() -> sends.live() && hears.live());
      sends.announce(new AccountId(5), 77);
      await().until(() -> heard.get() == 77);
    }
  }

  @Test
  void withTlsAndAPassword() throws Exception {
    Path certificate = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    makeCertificate(certificate, key);
    try (RedisServer redis =
        RedisServer.start(
            "--tls-port",
            "PORT",
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-auth-clients",
            "no",
            "--requirepass",
            "a pass word")) {
      String url = "rediss://127.0.0.1:" + redis.port();
      Optional<Path> authority = Optional.of(certificate);
      try (RedisTier one = open(RedisServer.config(url, Optional.of("a pass word"), authority));
          RedisTier other = open(RedisServer.config(url, Optional.of("a pass word"), authority))) {
        assertWorks(one);
        await().until(other::isUp);
        assertNewsArrives(one, other);
      }
      assertRefused(RedisServer.config(url, Optional.of("wrong"), authority));
      assertRefused(RedisServer.config(url, Optional.of("a pass word"), Optional.empty()));
    }
  }

  private static void assertRefused(RedisConfig config) {
    try (LogLines log = LogLines.of(RedisLink.class);
        RedisTier tier = open(config)) {
      await().until(() -> log.count(Level.WARN, "does not answer") == 1);
      assertFalse(tier.isUp());
    }
  }

  private void makeCertificate(Path certificate, Path key) throws Exception {
    Path store = directory.resolve("store.p12");
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "redis",
        "-keyalg",
        "EC",
        "-dname",
        "CN=redis",
        "-ext",
        "san=ip:127.0.0.1",
        "-storepass",
        "secret",
        "-keystore",
        store.toString());
    KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    writePem(certificate, "CERTIFICATE", keys.getCertificate("redis").getEncoded());
    writePem(key, "PRIVATE KEY", keys.getKey("redis", "secret".toCharArray()).getEncoded());
  }

  private static void writePem(Path file, String what, byte[] encoded) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private static void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor(), String.join(" ", command));
  }

  @Test
  void behindSentinel() {
    try (RedisServer redis = RedisServer.start();
        RedisServer sentinel = RedisServer.sentinelOf(redis)) {
      String url = "redis-sentinel://127.0.0.1:" + sentinel.port() + "#mail";
      RedisConfig config = RedisServer.config(url, Optional.empty(), Optional.empty());
      try (RedisTier one = open(config);
          RedisTier other = open(config)) {
        assertWorks(one);
        await().until(other::isUp);
        assertNewsArrives(one, other);
      }
    }
  }

  @Test
  void asACluster() throws Exception {
    List<RedisServer> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        nodes.add(RedisServer.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
      }
      List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
      nodes.forEach(node -> create.add("127.0.0.1:" + node.port()));
      create.add("--cluster-yes");
      run(create.toArray(String[]::new));
      String url =
          "redis-cluster://127.0.0.1:%d,127.0.0.1:%d"
              .formatted(nodes.get(0).port(), nodes.get(1).port());
      RedisConfig config = RedisServer.config(url, Optional.empty(), Optional.empty());
      try (RedisTier one = open(config);
          RedisTier other = open(config)) {
        assertWorks(one);
        await().until(other::isUp);
        assertNewsArrives(one, other);
      }
    } finally {
      nodes.forEach(RedisServer::close);
    }
  }
}
