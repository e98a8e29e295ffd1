package org.posthorn.storage.directory;

import java.net.InetAddress;
import java.util.Optional;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;

/// What the protocols ask about people and addresses. All methods may block and are thread-safe.
public interface Directory {
  /// Checks a name and password.
  ///
  /// A wrong name costs the same time as a wrong password. Passwords that were verified once are
  /// remembered for a while under a keyed hash, so that a client that logs in again and again
  /// does not cost an Argon2 each time; any change of the account ends that.
  ///
  /// @param login an address of the account, or an alias of one, in any case
  /// @param password the password, as the client sent it
  AuthResult authenticate(String login, String password, Protocol protocol, InetAddress from);

  /// The SCRAM keys of an account; empty where there is no such account, it may not use the
  /// protocol, or it has no such keys.
  Optional<ScramCredential> scram(String login, ScramHash hash, Protocol protocol);

  /// Where an address leads: aliases, plus addressing, domain aliases and catch-all addresses are
  /// followed.
  Resolution resolve(MailAddress address);

  /// Whether mail for the domain is delivered here.
  boolean isLocalDomain(String domain);

  /// Whether the account may send as the address: one of its own, with or without a detail, or an
  /// alias that leads to it alone.
  boolean maySendAs(AccountId account, MailAddress sender);
}
