package org.posthorn.storage.mailbox;

import java.util.OptionalLong;

/// How much of its quota an account uses.
///
/// @param usedBytes logical octets of all messages; a copy counts
/// @param usedMessages how many messages
/// @param limitBytes the most octets allowed; empty for no limit
public record QuotaUsage(long usedBytes, long usedMessages, OptionalLong limitBytes) {
  /// Whether so many more octets fit.
  public boolean fits(long moreBytes) {
    return limitBytes.isEmpty() || usedBytes + moreBytes <= limitBytes.getAsLong();
  }
}
