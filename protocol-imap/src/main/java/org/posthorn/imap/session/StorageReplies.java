package org.posthorn.imap.session;

import org.posthorn.imap.command.ResponseCode.Simple;
import org.posthorn.storage.model.StorageError;

/// How refusals of the store are told (RFC 5530).
final class StorageReplies {
  private StorageReplies() {}

  /// The reply to a command that the store refused.
  static Reply of(StorageError error) {
    Simple code =
        switch (error) {
          case StorageError.Missing _ -> Simple.NONEXISTENT;
          case StorageError.Exists _ -> Simple.ALREADYEXISTS;
          case StorageError.Invalid _ -> Simple.CANNOT;
          case StorageError.Denied _ -> Simple.NOPERM;
          case StorageError.OverQuota _ -> Simple.OVERQUOTA;
          case StorageError.Limit _ -> Simple.LIMIT;
          case StorageError.Busy _ -> Simple.INUSE;
          case StorageError.Full _, StorageError.Unavailable _ -> Simple.UNAVAILABLE;
          case StorageError.Corrupt _ -> Simple.CORRUPTION;
        };
    return Reply.no(code, error.message());
  }

  /// The same for commands that put messages into a mailbox: where that is missing, the client may
  /// create it and try again (RFC 3501 §6.3.11, §6.4.7).
  static Reply ofTarget(StorageError error) {
    return error instanceof StorageError.Missing
        ? Reply.no(Simple.TRYCREATE, error.message())
        : of(error);
  }
}
