package org.posthorn.storage.model;

/// Everything that the store may refuse for, sealed so that each protocol maps all of it.
///
/// The texts are safe to show to the client.
public sealed interface StorageError {
  /// Plain words, without secrets or other people's data.
  String message();

  /// Whether the same call may succeed later without anybody changing it.
  default boolean temporary() {
    return false;
  }

  /// What was named does not exist.
  record Missing(String message) implements StorageError {}

  /// What should be made exists already.
  record Exists(String message) implements StorageError {}

  /// The arguments break a rule of the store.
  record Invalid(String message) implements StorageError {}

  /// The actor may not do this, or nobody may (INBOX cannot be deleted).
  record Denied(String message) implements StorageError {}

  /// The account's quota does not allow it.
  record OverQuota(String message) implements StorageError {}

  /// A limit of the store or the configuration (mailboxes, keywords, size of one message).
  record Limit(String message) implements StorageError {}

  /// Somebody else holds it now (a maildrop lock, a mailbox being deleted).
  record Busy(String message) implements StorageError {
    @Override
    public boolean temporary() {
      return true;
    }
  }

  /// The disk is nearly full: no new mail, but reading, flags and expunges go on.
  record Full(String message) implements StorageError {
    @Override
    public boolean temporary() {
      return true;
    }
  }

  /// Stored bytes do not match their checksum.
  record Corrupt(String message) implements StorageError {}

  /// The engine has stopped, is stopping, or cannot be reached.
  record Unavailable(String message) implements StorageError {
    @Override
    public boolean temporary() {
      return true;
    }
  }
}
