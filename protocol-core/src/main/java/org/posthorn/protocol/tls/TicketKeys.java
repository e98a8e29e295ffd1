package org.posthorn.protocol.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/// Keys for TLS session tickets (RFC 5077, RFC 8446 §4.6.1): random, the newest first, the one
/// before it kept so that its tickets still count. Thread-safe.
final class TicketKeys {
  /// How long a session may be resumed, and how long a key makes tickets.
  static final Duration LIFETIME = Duration.ofHours(12);

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private OpenSslSessionTicketKey[] keys;
  private Instant madeAt;

  TicketKeys(InstantSource clock) {
    this.clock = clock;
    this.keys = new OpenSslSessionTicketKey[] {fresh()};
    this.madeAt = clock.instant();
  }

  synchronized OpenSslSessionTicketKey[] current() {
    return Arrays.copyOf(keys, keys.length);
  }

  /// Makes a new key if the newest is as old as it may become; true if so.
  synchronized boolean rotate() {
    if (clock.instant().isBefore(madeAt.plus(LIFETIME))) {
      return false;
    }
    keys = new OpenSslSessionTicketKey[] {fresh(), keys[0]};
    madeAt = clock.instant();
    return true;
  }

  private OpenSslSessionTicketKey fresh() {
    return new OpenSslSessionTicketKey(
        bytes(OpenSslSessionTicketKey.NAME_SIZE),
        bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
        bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
  }

  private byte[] bytes(int length) {
    byte[] key = new byte[length];
    random.nextBytes(key);
    return key;
  }
}
