package org.posthorn.storage.directory;

import java.time.Duration;
import org.posthorn.config.AuthenticationConfig;

/// How passwords are kept and checked.
///
/// @param argon2MemoryKib memory of one Argon2id hash in KiB
/// @param argon2Iterations its passes
/// @param argon2Parallelism its lanes
/// @param scramRounds rounds of SCRAM keys, at least [#MIN_SCRAM_ROUNDS]
/// @param scramSha1 whether keys for SCRAM-SHA-1 are made too
/// @param hashThreads threads that check passwords
/// @param cacheSize how many verified passwords are remembered; 0 for none
/// @param cacheTtl for how long
public record AuthenticationOptions(
    int argon2MemoryKib,
    int argon2Iterations,
    int argon2Parallelism,
    int scramRounds,
    boolean scramSha1,
    int hashThreads,
    int cacheSize,
    Duration cacheTtl) {
  /// The fewest rounds of new SCRAM keys.
  public static final int MIN_SCRAM_ROUNDS = 10_000;

  public AuthenticationOptions {
    scramRounds = Math.max(scramRounds, MIN_SCRAM_ROUNDS);
  }

  /// As configured.
  public static AuthenticationOptions of(AuthenticationConfig config) {
    return new AuthenticationOptions(
        Math.toIntExact(config.argon2().memory().bytes() / 1024),
        config.argon2().iterations(),
        config.argon2().parallelism(),
        config.scramRounds(),
        config.scramSha1(),
        config.effectiveHashThreads(),
        config.credentialCacheSize(),
        config.credentialCacheTtl());
  }
}
