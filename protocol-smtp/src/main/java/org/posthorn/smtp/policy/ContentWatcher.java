package org.posthorn.smtp.policy;

/// Sees a message's octets while they come in, as the client sent them. For the session's thread.
@FunctionalInterface
public interface ContentWatcher {
  /// Takes the next octets; they are only read, and may be others afterwards.
  void octets(byte[] bytes, int offset, int length);
}
