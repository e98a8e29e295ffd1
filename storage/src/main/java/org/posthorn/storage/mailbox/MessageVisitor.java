package org.posthorn.storage.mailbox;

/// Takes messages one by one, on the thread that called [MailboxService#visit]; it may block, as
/// no lock or pool thread waits for it.
@FunctionalInterface
public interface MessageVisitor {
  /// Takes one message; false ends the visit.
  boolean visit(StoredMessage message);
}
