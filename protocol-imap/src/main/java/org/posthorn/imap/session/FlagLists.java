package org.posthorn.imap.session;

import java.io.IOException;
import java.util.Set;
import org.posthorn.imap.command.ImapResponse.MailboxFlags;
import org.posthorn.imap.command.ImapResponse.Notice;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SystemFlag;

/// Tells which flags a mailbox knows: FLAGS and PERMANENTFLAGS (RFC 3501 §7.2.6, §7.1).
final class FlagLists {
  private FlagLists() {}

  static void tell(SessionContext context, SelectedMailbox view) throws IOException {
    Flags known =
        new Flags(Flags.of(SystemFlag.values()).system(), Set.copyOf(view.snapshot().keywords()));
    context.send(new MailboxFlags(known));
    ResponseCode permanent =
        view.readOnly()
            ? new ResponseCode.PermanentFlags(Flags.NONE, false)
            : new ResponseCode.PermanentFlags(known, true);
    String text = view.readOnly() ? "No flag can be changed" : "Flags that are kept";
    context.send(Notice.ok(permanent, text));
  }
}
