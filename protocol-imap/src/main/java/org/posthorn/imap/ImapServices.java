package org.posthorn.imap;

import java.time.Clock;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.mailbox.MailboxService;

/// What IMAP works on. All parts are thread-safe.
///
/// @param mailboxes mailboxes and messages
/// @param authenticator logs clients in
/// @param spool where appended messages wait until they are stored
/// @param clock the time, for searches relative to now
public record ImapServices(
    MailboxService mailboxes, Authenticator authenticator, Spool spool, Clock clock) {}
