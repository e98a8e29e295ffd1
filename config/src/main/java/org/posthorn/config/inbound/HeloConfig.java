package org.posthorn.config.inbound;

/// What is thought of odd EHLO names: `[inbound.helo]`. Immutable.
///
/// @param ownName the client says it is this host, or one of its domains
/// @param wrongAddress the client names an address literal that is not its own
/// @param noDomain the name has no dot, or is an address without brackets
public record HeloConfig(CheckAction ownName, CheckAction wrongAddress, CheckAction noDomain) {
  public static HeloConfig defaults() {
    return new HeloConfig(CheckAction.REJECT, CheckAction.TAG, CheckAction.TAG);
  }
}
