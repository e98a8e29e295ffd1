package org.posthorn.config;

import java.time.Duration;
import java.util.List;

/// How users log in: `[authentication]`. Immutable.
///
/// @param allowPlaintextLogin whether a password may come over a connection without TLS
/// @param mechanisms the mechanisms offered, best first
/// @param scramSha1 whether keys for SCRAM-SHA-1 are kept with new passwords, and it may be offered
/// @param scramRounds rounds of new SCRAM keys (RFC 7677 §4 asks for at least 4096)
/// @param argon2 cost of new password hashes
/// @param hashThreads threads that hash passwords; 0 means one for each processor
/// @param credentialCacheSize logins that were right and are remembered; 0 means none
/// @param credentialCacheTtl for how long
/// @param failedLoginDelay wait before a failed login is answered
/// @param maxFailuresPerAddress failed logins from one address in the window before it is refused;
///     0 means no limit
/// @param failureWindow the window that failed logins are counted in
public record AuthenticationConfig(
    boolean allowPlaintextLogin,
    List<SaslMechanism> mechanisms,
    boolean scramSha1,
    int scramRounds,
    Argon2Config argon2,
    int hashThreads,
    int credentialCacheSize,
    Duration credentialCacheTtl,
    Duration failedLoginDelay,
    int maxFailuresPerAddress,
    Duration failureWindow) {
  public AuthenticationConfig {
    mechanisms = List.copyOf(mechanisms);
  }

  public static AuthenticationConfig defaults() {
    return new AuthenticationConfig(
        false,
        List.of(
            SaslMechanism.SCRAM_SHA_256_PLUS,
            SaslMechanism.SCRAM_SHA_256,
            SaslMechanism.PLAIN,
            SaslMechanism.LOGIN),
        false,
        15000,
        Argon2Config.defaults(),
        0,
        50_000,
        Duration.ofHours(1),
        Duration.ofSeconds(2),
        30,
        Duration.ofMinutes(10));
  }

  /// [#hashThreads] with 0 worked out for this machine.
  public int effectiveHashThreads() {
    return hashThreads > 0 ? hashThreads : Runtime.getRuntime().availableProcessors();
  }

  public AuthenticationConfig withAllowPlaintextLogin(boolean allowPlaintextLogin) {
    return new AuthenticationConfig(
        allowPlaintextLogin,
        mechanisms,
        scramSha1,
        scramRounds,
        argon2,
        hashThreads,
        credentialCacheSize,
        credentialCacheTtl,
        failedLoginDelay,
        maxFailuresPerAddress,
        failureWindow);
  }

  public AuthenticationConfig withMechanisms(List<SaslMechanism> mechanisms) {
    return new AuthenticationConfig(
        allowPlaintextLogin,
        mechanisms,
        scramSha1,
        scramRounds,
        argon2,
        hashThreads,
        credentialCacheSize,
        credentialCacheTtl,
        failedLoginDelay,
        maxFailuresPerAddress,
        failureWindow);
  }

  public AuthenticationConfig withScramSha1(boolean scramSha1) {
    return new AuthenticationConfig(
        allowPlaintextLogin,
        mechanisms,
        scramSha1,
        scramRounds,
        argon2,
        hashThreads,
        credentialCacheSize,
        credentialCacheTtl,
        failedLoginDelay,
        maxFailuresPerAddress,
        failureWindow);
  }

  public AuthenticationConfig withScramRounds(int scramRounds) {
    return new AuthenticationConfig(
        allowPlaintextLogin,
        mechanisms,
        scramSha1,
        scramRounds,
        argon2,
        hashThreads,
        credentialCacheSize,
        credentialCacheTtl,
        failedLoginDelay,
        maxFailuresPerAddress,
        failureWindow);
  }

  public AuthenticationConfig withArgon2(Argon2Config argon2) {
    return new AuthenticationConfig(
        allowPlaintextLogin,
        mechanisms,
        scramSha1,
        scramRounds,
        argon2,
        hashThreads,
        credentialCacheSize,
        credentialCacheTtl,
        failedLoginDelay,
        maxFailuresPerAddress,
        failureWindow);
  }

  public AuthenticationConfig withFailedLoginDelay(Duration failedLoginDelay) {
    return new AuthenticationConfig(
        allowPlaintextLogin,
        mechanisms,
        scramSha1,
        scramRounds,
        argon2,
        hashThreads,
        credentialCacheSize,
        credentialCacheTtl,
        failedLoginDelay,
        maxFailuresPerAddress,
        failureWindow);
  }

  public AuthenticationConfig withMaxFailuresPerAddress(int maxFailuresPerAddress) {
    return new AuthenticationConfig(
        allowPlaintextLogin,
        mechanisms,
        scramSha1,
        scramRounds,
        argon2,
        hashThreads,
        credentialCacheSize,
        credentialCacheTtl,
        failedLoginDelay,
        maxFailuresPerAddress,
        failureWindow);
  }
}
