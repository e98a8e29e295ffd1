package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.Argon2Config;
import org.posthorn.config.AuthenticationConfig;
import org.posthorn.config.SaslMechanism;
import org.posthorn.config.value.ByteSize;

/// The settings of `[authentication]`.
final class AuthenticationSection {
  private static final Setting<AuthenticationConfig, Boolean> ALLOW_PLAINTEXT_LOGIN =
      Setting.of(
          "allow-plaintext-login",
          Types.BOOL,
          AuthenticationConfig::allowPlaintextLogin,
          """
          Whether a password may cross the network in the clear, without TLS. Leave it off. Submission asks
          for TLS before a password whatever this says.
          """);

  private static final Setting<AuthenticationConfig, List<SaslMechanism>> MECHANISMS =
      Setting.of(
          "mechanisms",
          Types.listOf(Types.choice(SaslMechanism.values())),
          AuthenticationConfig::mechanisms,
          """
          The SASL mechanisms that clients may use, best first. `PLAIN` and `LOGIN` are offered only where a password in the clear is
          safe or allowed, `SCRAM-SHA-256-PLUS` only inside TLS.
          """);

  private static final Setting<AuthenticationConfig, Boolean> SCRAM_SHA_1 =
      Setting.of(
          "scram-sha-1",
          Types.BOOL,
          AuthenticationConfig::scramSha1,
          """
          Whether keys for `SCRAM-SHA-1` are stored with each new password too. Only for old clients; it has to be
          on before `SCRAM-SHA-1` may stand among the mechanisms.
          """);

  private static final Setting<AuthenticationConfig, Integer> SCRAM_ROUNDS =
      Setting.of(
          "scram-rounds",
          Types.integer(10_000, 1_000_000, "rounds"),
          AuthenticationConfig::scramRounds,
          """
          Hash rounds of new SCRAM keys. The client does them too at each login: many are slow on a telephone.
          """);

  private static final Setting<AuthenticationConfig, ByteSize> ARGON2_MEMORY =
      Setting.of(
          "argon2-memory",
          Types.size("1MB", "4GB"),
          a -> a.argon2().memory(),
          """
          Memory that hashing a password takes (Argon2id). Stored hashes keep the cost they were made with.
          """);

  private static final Setting<AuthenticationConfig, Integer> ARGON2_ITERATIONS =
      Setting.of(
          "argon2-iterations",
          Types.integer(1, 100, "passes"),
          a -> a.argon2().iterations(),
          """
          Passes over that memory.
          """);

  private static final Setting<AuthenticationConfig, Integer> ARGON2_PARALLELISM =
      Setting.of(
          "argon2-parallelism",
          Types.integer(1, 64, "lanes"),
          a -> a.argon2().parallelism(),
          """
          Lanes of that memory.
          """);

  private static final Setting<AuthenticationConfig, Integer> HASH_THREADS =
      Setting.of(
          "hash-threads",
          Types.integer(0, 1024, "threads"),
          AuthenticationConfig::hashThreads,
          """
          Threads that hash passwords, and so how much of the machine a wave of logins may take. `0` means one for each processor.
          """);

  private static final Setting<AuthenticationConfig, Integer> CREDENTIAL_CACHE_SIZE =
      Setting.of(
          "credential-cache-size",
          Types.integer(0, 10_000_000, "logins"),
          AuthenticationConfig::credentialCacheSize,
          """
          How many right logins are remembered in memory, so that the next one costs no hash. `0` means none.
          """);

  private static final Setting<AuthenticationConfig, Duration> CREDENTIAL_CACHE_TTL =
      Setting.of(
          "credential-cache-ttl",
          Types.duration("1s", "7d"),
          AuthenticationConfig::credentialCacheTtl,
          """
          How long a right login is remembered. A changed password or a removed account counts at once all the same.
          """);

  private static final Setting<AuthenticationConfig, Duration> FAILED_LOGIN_DELAY =
      Setting.of(
          "failed-login-delay",
          Types.duration("0s", "1m"),
          AuthenticationConfig::failedLoginDelay,
          """
          How long a wrong login waits for its answer.
          """);

  private static final Setting<AuthenticationConfig, Integer> MAX_FAILURES_PER_ADDRESS =
      Setting.of(
          "max-failures-per-address",
          Types.integer(0, 1_000_000, "failures"),
          AuthenticationConfig::maxFailuresPerAddress,
          """
          Wrong logins from one address within `failure-window` before all further logins from there are refused. `0` means no limit.
          """);

  private static final Setting<AuthenticationConfig, Duration> FAILURE_WINDOW =
      Setting.of(
          "failure-window",
          Types.duration("1s", "1d"),
          AuthenticationConfig::failureWindow,
          """
          The time over which wrong logins are counted.
          """);

  static final Section<AuthenticationConfig> SECTION =
      new Section<>(
          "authentication",
          "How users log in",
          """

          """,
          List.of(
              ALLOW_PLAINTEXT_LOGIN,
              MECHANISMS,
              SCRAM_SHA_1,
              SCRAM_ROUNDS,
              ARGON2_MEMORY,
              ARGON2_ITERATIONS,
              ARGON2_PARALLELISM,
              HASH_THREADS,
              CREDENTIAL_CACHE_SIZE,
              CREDENTIAL_CACHE_TTL,
              FAILED_LOGIN_DELAY,
              MAX_FAILURES_PER_ADDRESS,
              FAILURE_WINDOW),
          AuthenticationSection::build);

  private AuthenticationSection() {}

  private static AuthenticationConfig build(Values<AuthenticationConfig> v) {
    return new AuthenticationConfig(
        v.get(ALLOW_PLAINTEXT_LOGIN),
        v.get(MECHANISMS),
        v.get(SCRAM_SHA_1),
        v.get(SCRAM_ROUNDS),
        new Argon2Config(v.get(ARGON2_MEMORY), v.get(ARGON2_ITERATIONS), v.get(ARGON2_PARALLELISM)),
        v.get(HASH_THREADS),
        v.get(CREDENTIAL_CACHE_SIZE),
        v.get(CREDENTIAL_CACHE_TTL),
        v.get(FAILED_LOGIN_DELAY),
        v.get(MAX_FAILURES_PER_ADDRESS),
        v.get(FAILURE_WINDOW));
  }
}
