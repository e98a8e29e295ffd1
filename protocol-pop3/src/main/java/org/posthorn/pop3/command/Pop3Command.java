package org.posthorn.pop3.command;

import java.util.Optional;

/// One command of a client, parsed.
///
/// The groups are the state rules of RFC 1939 §3: a session takes [AuthorizationCommand]s before
/// login, [TransactionCommand]s after it, [AnyStateCommand]s always.
public sealed interface Pop3Command {
  /// Which command it is.
  Verb verb();

  /// Commands of the AUTHORIZATION state.
  sealed interface AuthorizationCommand extends Pop3Command {}

  /// Commands of the TRANSACTION state.
  sealed interface TransactionCommand extends Pop3Command {}

  /// Commands of both states.
  sealed interface AnyStateCommand extends Pop3Command {}

  /// Commands that look at the maildrop or change its marks.
  sealed interface MaildropCommand extends TransactionCommand {}

  /// Commands that are answered with octets of a message.
  sealed interface RetrievalCommand extends TransactionCommand {
    /// Which message.
    MessageNumber message();
  }

  /// The first half of a login with a password.
  ///
  /// @param name the login, not empty
  record User(String name) implements AuthorizationCommand {
    @Override
    public Verb verb() {
      return Verb.USER;
    }
  }

  /// The second half of a login with a password.
  ///
  /// @param password blanks belong to it; never logged
  record Pass(String password) implements AuthorizationCommand {
    @Override
    public Verb verb() {
      return Verb.PASS;
    }

    @Override
    public String toString() {
      return "Pass[]";
    }
  }

  /// A login by a digest over a password in the clear, which the store does not have: refused.
  record Apop() implements AuthorizationCommand {
    @Override
    public Verb verb() {
      return Verb.APOP;
    }
  }

  /// Begins a SASL exchange (RFC 5034 §4).
  ///
  /// @param mechanism the mechanism's name, in upper case
  /// @param initialResponse the first response in base64, `=` for an empty one; empty where the
  ///     client waits for a challenge
  record Auth(String mechanism, Optional<String> initialResponse) implements AuthorizationCommand {
    @Override
    public Verb verb() {
      return Verb.AUTH;
    }

    @Override
    public String toString() {
      return "Auth[" + mechanism + "]";
    }
  }

  /// AUTH alone: asks for the mechanisms, as clients did before there was CAPA.
  record AuthMechanisms() implements AuthorizationCommand {
    @Override
    public Verb verb() {
      return Verb.AUTH;
    }
  }

  /// Asks for TLS (RFC 2595 §4).
  record StartTls() implements AuthorizationCommand {
    @Override
    public Verb verb() {
      return Verb.STLS;
    }
  }

  /// The client takes UTF-8 in messages and replies (RFC 6856 §2.1).
  record Utf8() implements AuthorizationCommand {
    @Override
    public Verb verb() {
      return Verb.UTF8;
    }
  }

  /// Asks what the server can do (RFC 2449 §5).
  record Capa() implements AnyStateCommand {
    @Override
    public Verb verb() {
      return Verb.CAPA;
    }
  }

  /// Asks for the languages of replies, or for one of them (RFC 6856 §3.2).
  ///
  /// @param range a language tag, or `*` for the server's choice; empty for a list
  record Lang(Optional<String> range) implements AnyStateCommand {
    @Override
    public Verb verb() {
      return Verb.LANG;
    }
  }

  /// Says goodbye; after login it has the marked messages removed.
  record Quit() implements AnyStateCommand {
    @Override
    public Verb verb() {
      return Verb.QUIT;
    }
  }

  /// Asks how many messages there are, and how large they are together.
  record Stat() implements MaildropCommand {
    @Override
    public Verb verb() {
      return Verb.STAT;
    }
  }

  /// Asks for the size of one message or of all.
  ///
  /// @param message empty for all
  record List(Optional<MessageNumber> message) implements MaildropCommand {
    @Override
    public Verb verb() {
      return Verb.LIST;
    }
  }

  /// Asks for the unique id of one message or of all.
  ///
  /// @param message empty for all
  record Uidl(Optional<MessageNumber> message) implements MaildropCommand {
    @Override
    public Verb verb() {
      return Verb.UIDL;
    }
  }

  /// Marks a message as deleted.
  record Dele(MessageNumber message) implements MaildropCommand {
    @Override
    public Verb verb() {
      return Verb.DELE;
    }
  }

  /// Does nothing.
  record Noop() implements MaildropCommand {
    @Override
    public Verb verb() {
      return Verb.NOOP;
    }
  }

  /// Takes all marks away.
  record Rset() implements MaildropCommand {
    @Override
    public Verb verb() {
      return Verb.RSET;
    }
  }

  /// Asks for a message.
  record Retr(MessageNumber message) implements RetrievalCommand {
    @Override
    public Verb verb() {
      return Verb.RETR;
    }
  }

  /// Asks for a message's header and the first lines of its body.
  ///
  /// @param lines how many lines of the body, at least 0
  record Top(MessageNumber message, long lines) implements RetrievalCommand {
    @Override
    public Verb verb() {
      return Verb.TOP;
    }
  }
}
