package org.posthorn.smtp.command;

import java.util.Optional;

/// One command of a client, parsed (RFC 5321 §4.1.1 and its extensions).
///
/// The groups are the families that the session's handlers take, and the state rules: session
/// commands are allowed at any time, the others only where [org.posthorn.smtp.session] says so.
public sealed interface SmtpCommand {
  /// Which command it is.
  Verb verb();

  /// Commands that a session takes in every state.
  sealed interface SessionCommand extends SmtpCommand {}

  /// Commands that build up and drop a mail transaction.
  sealed interface TransactionCommand extends SmtpCommand {}

  /// Commands that bring a message.
  sealed interface ContentCommand extends SmtpCommand {}

  /// Commands that change how far the client is trusted.
  sealed interface SecurityCommand extends SmtpCommand {}

  /// The client names itself and asks for the extensions.
  ///
  /// @param client the name or address literal, as sent
  record Ehlo(String client) implements SessionCommand {
    @Override
    public Verb verb() {
      return Verb.EHLO;
    }
  }

  /// The client names itself and knows no extensions.
  ///
  /// @param client the name or address literal, as sent
  record Helo(String client) implements SessionCommand {
    @Override
    public Verb verb() {
      return Verb.HELO;
    }
  }

  /// The client names itself and speaks LMTP (RFC 2033 §4.1).
  ///
  /// @param client the name or address literal, as sent
  record Lhlo(String client) implements SessionCommand {
    @Override
    public Verb verb() {
      return Verb.LHLO;
    }
  }

  /// Does nothing.
  record Noop() implements SessionCommand {
    @Override
    public Verb verb() {
      return Verb.NOOP;
    }
  }

  /// Asks for help.
  ///
  /// @param topic the command asked about; empty for a list
  record Help(Optional<Verb> topic) implements SessionCommand {
    @Override
    public Verb verb() {
      return Verb.HELP;
    }
  }

  /// Asks whether an address exists; never told.
  record Vrfy() implements SessionCommand {
    @Override
    public Verb verb() {
      return Verb.VRFY;
    }
  }

  /// Asks for the members of a list; never told.
  record Expn() implements SessionCommand {
    @Override
    public Verb verb() {
      return Verb.EXPN;
    }
  }

  /// Says goodbye.
  record Quit() implements SessionCommand {
    @Override
    public Verb verb() {
      return Verb.QUIT;
    }
  }

  /// Begins a transaction.
  ///
  /// @param sender where reports go
  /// @param parameters the parameters of the extensions
  record Mail(ReversePath sender, MailParameters parameters) implements TransactionCommand {
    @Override
    public Verb verb() {
      return Verb.MAIL;
    }
  }

  /// Adds a recipient.
  ///
  /// @param recipient who
  /// @param parameters the parameters of the extensions
  record Rcpt(ForwardPath recipient, RcptParameters parameters) implements TransactionCommand {
    @Override
    public Verb verb() {
      return Verb.RCPT;
    }
  }

  /// Drops the transaction.
  record Rset() implements TransactionCommand {
    @Override
    public Verb verb() {
      return Verb.RSET;
    }
  }

  /// Announces a message that ends with a dot alone on a line.
  record Data() implements ContentCommand {
    @Override
    public Verb verb() {
      return Verb.DATA;
    }
  }

  /// Brings a part of a message; its octets follow the command at once (RFC 3030 §2).
  ///
  /// @param size the octets that follow, at least 0
  /// @param last whether the message ends with them
  record Bdat(long size, boolean last) implements ContentCommand {
    @Override
    public Verb verb() {
      return Verb.BDAT;
    }
  }

  /// Asks for TLS (RFC 3207).
  record StartTls() implements SecurityCommand {
    @Override
    public Verb verb() {
      return Verb.STARTTLS;
    }
  }

  /// Begins to log in (RFC 4954 §4).
  ///
  /// @param mechanism the SASL mechanism, in upper case
  /// @param initialResponse the first response in base64, `=` for an empty one; empty where the
  ///     client waits for a challenge
  record Auth(String mechanism, Optional<String> initialResponse) implements SecurityCommand {
    @Override
    public Verb verb() {
      return Verb.AUTH;
    }

    @Override
    public String toString() {
      return "Auth[" + mechanism + "]";
    }
  }
}
