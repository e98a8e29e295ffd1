package org.posthorn.pop3;

import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.storage.mailbox.MailboxService;

/// What POP3 needs of the rest of the daemon.
///
/// @param mailboxes where the messages are
/// @param authenticator logs users in
public record Pop3Services(MailboxService mailboxes, Authenticator authenticator) {}
