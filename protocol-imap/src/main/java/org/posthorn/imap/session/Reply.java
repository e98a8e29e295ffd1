package org.posthorn.imap.session;

import java.util.Optional;
import org.posthorn.imap.command.ImapResponse.Completed;
import org.posthorn.imap.command.ImapResponse.Outcome;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.Tag;

/// How a command ends, still without its tag.
///
/// @param text for people; the encoder makes it safe
public record Reply(Outcome outcome, Optional<ResponseCode> code, String text) {
  /// `OK text`.
  public static Reply ok(String text) {
    return new Reply(Outcome.OK, Optional.empty(), text);
  }

  /// `OK [code] text`.
  public static Reply ok(ResponseCode code, String text) {
    return new Reply(Outcome.OK, Optional.of(code), text);
  }

  /// `NO text`.
  public static Reply no(String text) {
    return new Reply(Outcome.NO, Optional.empty(), text);
  }

  /// `NO [code] text`.
  public static Reply no(ResponseCode code, String text) {
    return new Reply(Outcome.NO, Optional.of(code), text);
  }

  /// `BAD text`.
  public static Reply bad(String text) {
    return new Reply(Outcome.BAD, Optional.empty(), text);
  }

  /// The completion under a tag.
  public Completed under(Tag tag) {
    return new Completed(tag, outcome, code, text);
  }
}
