package org.posthorn.protocol.session;

import java.util.concurrent.ThreadLocalRandom;

/// Names for sessions and errors: 13 characters, letters and digits, unlikely to meet again in
/// anybody's logs.
final class SessionIds {
  private static final int BITS = 64;

  private SessionIds() {}

  static String next() {
    long value = ThreadLocalRandom.current().nextLong();
    StringBuilder id = new StringBuilder(13);
    for (int shift = 0; shift < BITS; shift += 5) {
      id.append(Character.forDigit((int) (value >>> shift) & 31, 32));
    }
    return id.toString();
  }
}
