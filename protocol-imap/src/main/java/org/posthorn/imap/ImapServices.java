package org.posthorn.imap;

import java.time.Clock;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.mailbox.MailboxService;

/// What IMAP works on. All parts are thread-safe.
///
/// @param mailboxes mailboxes and messages
/// @param directory who may log in
/// @param spool where appended messages wait until they are stored
/// @param clock the time, for searches relative to now
public record ImapServices(
    MailboxService mailboxes, Directory directory, Spool spool, Clock clock) {}
