package org.posthorn.imap.command;

import java.util.Optional;

/// Commands that are allowed only before the client has authenticated (RFC 9051 §6.2).
public sealed interface PreLoginCommand extends ImapCommand {

  /// STARTTLS (RFC 9051 §6.2.1).
  record StartTls() implements PreLoginCommand {
    @Override
    public Verb verb() {
      return Verb.STARTTLS;
    }
  }

  /// AUTHENTICATE (RFC 9051 §6.2.2). Its text form shows no secret.
  ///
  /// @param mechanism the SASL mechanism, in upper case
  /// @param initialResponse the initial response in base64 as sent; present and empty for `=` (RFC
  ///     4959 §3)
  record Authenticate(String mechanism, Optional<String> initialResponse)
      implements PreLoginCommand {
    @Override
    public Verb verb() {
      return Verb.AUTHENTICATE;
    }

    @Override
    public String toString() {
      return "Authenticate[mechanism=" + mechanism + "]";
    }
  }

  /// LOGIN (RFC 9051 §6.2.3). Its text form shows no secret.
  record Login(String user, String password) implements PreLoginCommand {
    @Override
    public Verb verb() {
      return Verb.LOGIN;
    }

    @Override
    public String toString() {
      return "Login[user=" + user + "]";
    }
  }
}
