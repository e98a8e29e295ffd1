package org.posthorn.protocol.limit;

/// How much a connection may do in a second; 0 means without limit. A peer that asks for more is
/// slowed down, not cut off.
///
/// @param bytesIn bytes read a second
/// @param bytesOut bytes written a second
/// @param commands commands run a second
public record Rates(long bytesIn, long bytesOut, long commands) {

  /// No limits.
  public static final Rates UNLIMITED = new Rates(0, 0, 0);

  public Rates {
    if (bytesIn < 0 || bytesOut < 0 || commands < 0) {
      throw new IllegalArgumentException("rates must not be negative");
    }
  }
}
