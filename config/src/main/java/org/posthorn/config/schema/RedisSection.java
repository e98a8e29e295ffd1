package org.posthorn.config.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.RedisConfig;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.RedisUrl;
import org.posthorn.config.value.Secret;

/// The settings of `[redis]`.
final class RedisSection {
  private static final Setting<RedisConfig, Optional<RedisUrl>> URL =
      Setting.of(
              "url",
              Types.optional(Types.REDIS),
              RedisConfig::url,
              """
          Where Redis is. Left out, Redis is not used. `redis://HOST` for one server, `redis-sentinel://HOST,HOST#MASTER` for
          the master that Sentinels name, `redis-cluster://HOST,HOST` for a cluster; `rediss` in the place of `redis` for TLS.
          """)
          .withExample("\"redis://127.0.0.1:6379\"");

  private static final Setting<RedisConfig, Optional<String>> USER =
      Setting.of(
              "user",
              Types.optional(Types.TEXT),
              RedisConfig::user,
              """
          The user to log in as. Left out, the default user.
          """)
          .withExample("\"posthorn\"");

  private static final Setting<RedisConfig, Optional<Secret>> PASSWORD =
      Setting.of(
              "password",
              Types.optional(Types.SECRET),
              RedisConfig::password,
              """
          The password, or `file:` and the path of a file that has it. Left out, there is no login.
          """)
          .withExample("\"file:secrets/redis\"");

  private static final Setting<RedisConfig, Optional<Secret>> SENTINEL_PASSWORD =
      Setting.of(
              "sentinel-password",
              Types.optional(Types.SECRET),
              RedisConfig::sentinelPassword,
              """
          The password of the Sentinels, which have one of their own.
          """)
          .withExample("\"file:secrets/sentinel\"");

  private static final Setting<RedisConfig, Optional<Path>> CA_FILE =
      Setting.of(
              "ca-file",
              Types.optional(Types.PATH),
              RedisConfig::caFile,
              """
          With `rediss`: a file of certificates (PEM) that Redis's must be signed by. Left out, those that Java trusts.
          """)
          .withExample("\"tls/authorities.pem\"");

  private static final Setting<RedisConfig, String> PREFIX =
      Setting.of(
          "prefix",
          Types.TEXT,
          RedisConfig::prefix,
          """
          What the names of all keys and channels begin with, so that Redis may be used by others too.
          """);

  private static final Setting<RedisConfig, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          Types.duration("10ms", "10s"),
          RedisConfig::timeout,
          """
          How long an answer may take. When one takes longer, Redis is not asked for a `pause`.
          """);

  private static final Setting<RedisConfig, Duration> CONNECT_TIMEOUT =
      Setting.of(
          "connect-timeout",
          Types.duration("100ms", "1m"),
          RedisConfig::connectTimeout,
          """
          How long it may take to connect. Nobody waits for that, not even the daemon's start.
          """);

  private static final Setting<RedisConfig, Duration> PAUSE =
      Setting.of(
          "pause",
          Types.duration("100ms", "10m"),
          RedisConfig::pause,
          """
          How long Redis is left alone after it did not answer; then it is tried again, and used once it answers.
          """);

  private static final Setting<RedisConfig, Duration> KEEP =
      Setting.of(
          "keep",
          Types.duration("1m", "30d"),
          RedisConfig::keep,
          """
          How long what is cached stays there. Set Redis's own `maxmemory` with `maxmemory-policy allkeys-lru`, or a volatile one.
          """);

  private static final Setting<RedisConfig, ByteSize> MAX_BODY =
      Setting.of(
          "max-body",
          Types.size("0", "16MB"),
          RedisConfig::maxBody,
          """
          Bodies of messages up to this size are cached.
          """);

  static final Section<RedisConfig> SECTION =
      new Section<>(
          "redis",
          "Redis, between several daemons and their database",
          """
          Only of use with `storage.engine = "mysql"`. It keeps what was read lately, carries the news of changes between daemons,
          and holds the counters of failed logins and of rates and the greylist's newcomers. Nothing depends on it: without it
          everything works, slower.
          """,
          List.of(
              URL,
              USER,
              PASSWORD,
              SENTINEL_PASSWORD,
              CA_FILE,
              PREFIX,
              TIMEOUT,
              CONNECT_TIMEOUT,
              PAUSE,
              KEEP,
              MAX_BODY),
          RedisSection::build);

  private RedisSection() {}

  private static RedisConfig build(Values<RedisConfig> v) {
    return new RedisConfig(
        v.get(URL),
        v.get(USER),
        v.get(PASSWORD),
        v.get(SENTINEL_PASSWORD),
        v.get(CA_FILE),
        v.get(PREFIX),
        v.get(TIMEOUT),
        v.get(CONNECT_TIMEOUT),
        v.get(PAUSE),
        v.get(KEEP),
        v.get(MAX_BODY));
  }
}
