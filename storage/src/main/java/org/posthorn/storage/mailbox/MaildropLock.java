package org.posthorn.storage.mailbox;

/// Exclusive use of an account's maildrop by one POP3 session (RFC 1939 §4). IMAP sessions and
/// deliveries go on meanwhile.
public interface MaildropLock extends AutoCloseable {
  /// Whether the lock is still held; a lease shared by several daemons may be lost.
  boolean held();

  /// Gives the maildrop free; idempotent.
  @Override
  void close();
}
