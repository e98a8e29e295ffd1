package org.posthorn.pop3.session;

import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.command.ResponseCode;
import org.posthorn.storage.model.StorageError;

/// What the store's refusals are in POP3's words (RFC 3206 §3).
final class StorageReplies {
  private StorageReplies() {}

  static Reply of(StorageError error) {
    ResponseCode code =
        switch (error) {
          case StorageError.Busy _, StorageError.Full _, StorageError.Unavailable _ ->
              ResponseCode.SYS_TEMP;
          case StorageError.Missing _,
              StorageError.Exists _,
              StorageError.Invalid _,
              StorageError.Denied _,
              StorageError.OverQuota _,
              StorageError.Limit _,
              StorageError.Corrupt _ ->
              ResponseCode.SYS_PERM;
        };
    return Replies.refused(code, error.message());
  }
}
