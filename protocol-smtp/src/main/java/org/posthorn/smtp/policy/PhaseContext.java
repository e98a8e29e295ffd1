package org.posthorn.smtp.policy;

import org.posthorn.smtp.transaction.Client;

/// What is known in a phase.
public sealed interface PhaseContext
    permits SmtpPolicy.AtConnect,
        SmtpPolicy.AtHelo,
        SmtpPolicy.AtMail,
        SmtpPolicy.AtRcpt,
        SmtpPolicy.AtData,
        SmtpPolicy.AtEndOfData {
  /// Who is connected.
  Client client();

  /// What belongs to the session (connect, helo) or to the transaction.
  Scope scope();

  /// Which phase it is.
  Phase phase();

  /// Takes note of what one check found, so that the next ones see it.
  default void note(Findings findings) {}

  /// Takes note that the client, or this recipient, is thought well of.
  default void trust(Trust trust) {
    scope().raise(trust);
  }
}
