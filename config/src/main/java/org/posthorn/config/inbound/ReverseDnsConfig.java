package org.posthorn.config.inbound;

import java.time.Duration;

/// Whether clients have a name in the DNS: `[inbound.reverse-dns]`. Immutable.
///
/// @param noName the address has no name
/// @param mismatch no name leads back to the address
/// @param timeout how long the look-ups may take
public record ReverseDnsConfig(CheckAction noName, CheckAction mismatch, Duration timeout) {
  public static ReverseDnsConfig defaults() {
    return new ReverseDnsConfig(CheckAction.TAG, CheckAction.TAG, Duration.ofSeconds(8));
  }
}
