package org.posthorn.pop3.session;

import org.posthorn.pop3.wire.CommandParser;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.storage.mailbox.MailboxService;

/// The handlers of all command families, shared by the sessions of a listener. Thread-safe.
public final class Pop3Handlers {
  private final CommandParser parser = new CommandParser();
  private final SessionCommands session;
  private final LoginCommands login;
  private final MaildropCommands maildrop = new MaildropCommands();
  private final RetrievalCommands retrieval = new RetrievalCommands();

  public Pop3Handlers(Authenticator authenticator, MailboxService mailboxes) {
    this.session = new SessionCommands(new CapabilityList(authenticator), new Update(mailboxes));
    this.login = new LoginCommands(authenticator, new MaildropOpener(mailboxes), new TlsCommand());
  }

  CommandParser parser() {
    return parser;
  }

  SessionCommands session() {
    return session;
  }

  LoginCommands login() {
    return login;
  }

  MaildropCommands maildrop() {
    return maildrop;
  }

  RetrievalCommands retrieval() {
    return retrieval;
  }
}
