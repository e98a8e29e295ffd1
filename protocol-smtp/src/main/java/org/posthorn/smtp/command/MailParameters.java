package org.posthorn.smtp.command;

import java.util.Optional;
import java.util.OptionalLong;

/// The parameters of MAIL.
///
/// @param size the message's octets as announced (RFC 1870); a number beyond a `long` reads as the
///     largest one
/// @param body what the message consists of
/// @param smtpUtf8 whether addresses and header may hold UTF-8 (RFC 6531)
/// @param ret how much of the message a report is to bring back (RFC 3461 §4.3)
/// @param envid the sender's name for the envelope, decoded (RFC 3461 §4.4)
/// @param auth who submitted the message, as the client claims: decoded, `<>` for nobody known
///     (RFC 4954 §5); recorded, never trusted
/// @param handling how the sender wants it to be handled on its way
public record MailParameters(
    OptionalLong size,
    BodyType body,
    boolean smtpUtf8,
    Optional<DsnReturn> ret,
    Optional<String> envid,
    Optional<String> auth,
    Handling handling) {
  public MailParameters(
      OptionalLong size,
      BodyType body,
      boolean smtpUtf8,
      Optional<DsnReturn> ret,
      Optional<String> envid,
      Optional<String> auth) {
    this(size, body, smtpUtf8, ret, envid, auth, Handling.NONE);
  }

  /// No parameters.
  public static final MailParameters NONE =
      new MailParameters(
          OptionalLong.empty(),
          BodyType.SEVEN_BIT,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// How much of the message a report brings back.
  public enum DsnReturn {
    FULL,
    HDRS
  }

  /// The same, handled in that way.
  public MailParameters with(Handling newHandling) {
    return new MailParameters(size, body, smtpUtf8, ret, envid, auth, newHandling);
  }
}
