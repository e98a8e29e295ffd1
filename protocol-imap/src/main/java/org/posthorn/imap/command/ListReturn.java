package org.posthorn.imap.command;

import java.util.List;

/// What an extended LIST shall tell of each mailbox (RFC 5258 §3.2, RFC 5819, RFC 6154 §5.2).
///
/// @param status the STATUS items wanted; empty if none
public record ListReturn(
    boolean subscribed, boolean children, boolean specialUse, List<StatusItem> status) {
  /// What the basic LIST tells.
  public static final ListReturn BASIC = new ListReturn(false, false, false, List.of());

  public ListReturn {
    status = List.copyOf(status);
  }
}
