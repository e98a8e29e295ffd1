package org.posthorn.smtp.delivery;

import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.storage.model.StorageError;

/// What the client is told when the store refuses.
public final class StorageReplies {
  private StorageReplies() {}

  /// The answer for an error.
  public static Reply of(StorageError error) {
    return switch (error) {
      case StorageError.Missing _ -> Replies.NO_SUCH_USER;
      case StorageError.OverQuota _ -> Replies.MAILBOX_FULL;
      case StorageError.Limit _ -> Replies.MESSAGE_TOO_LARGE;
      case StorageError.Exists _, StorageError.Invalid _, StorageError.Denied _ ->
          Replies.REFUSED_BY_RECIPIENT;
      case StorageError.Full _ -> Replies.DISK_FULL;
      case StorageError.Busy _, StorageError.Corrupt _, StorageError.Unavailable _ ->
          Replies.LOCAL_ERROR;
    };
  }
}
