package org.posthorn.auth.dkim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.posthorn.auth.header.HeaderBlock;

/// What is signed of a header. Immutable.
///
/// @param sign fields that are signed as often as they are there, in lower case
/// @param oversign fields that are signed once more than they are there, so that none can be added
///     (RFC 6376 §8.15)
/// @param lifetime how long a signature is valid (`x=`); for ever if empty
public record SigningOptions(
    List<String> sign, List<String> oversign, Optional<Duration> lifetime) {
  /// Fields that a mailing list may add are not among those of RFC 6376 §5.4.1 that are signed
  /// where they are missing.
  public static final SigningOptions DEFAULT =
      new SigningOptions(
          List.of(
              "sender",
              "resent-date",
              "resent-from",
              "resent-to",
              "resent-cc",
              "resent-message-id",
              "in-reply-to",
              "references",
              "list-id",
              "list-help",
              "list-unsubscribe",
              "list-unsubscribe-post",
              "list-subscribe",
              "list-post",
              "list-owner",
              "list-archive",
              "content-id",
              "content-disposition",
              "autocrypt"),
          List.of(
              "from",
              "to",
              "cc",
              "reply-to",
              "subject",
              "date",
              "message-id",
              "mime-version",
              "content-type",
              "content-transfer-encoding"),
          Optional.empty());

  public SigningOptions {
    sign = List.copyOf(sign);
    oversign = List.copyOf(oversign);
  }

  public SigningOptions withSign(List<String> sign) {
    return new SigningOptions(sign, oversign, lifetime);
  }

  public SigningOptions withOversign(List<String> oversign) {
    return new SigningOptions(sign, oversign, lifetime);
  }

  public SigningOptions withLifetime(Optional<Duration> lifetime) {
    return new SigningOptions(sign, oversign, lifetime);
  }

  /// The names that `h=` has for a header; `from` is always among them.
  public List<String> names(HeaderBlock header) {
    List<String> names = new ArrayList<>();
    for (String name : oversign) {
      names.addAll(Collections.nCopies(times(header, name) + 1, name));
    }
    for (String name : sign) {
      names.addAll(Collections.nCopies(times(header, name), name));
    }
    if (!names.contains("from")) {
      names.addAll(Collections.nCopies(times(header, "from") + 1, "from"));
    }
    return names;
  }

  /// A field that comes absurdly often is signed from the bottom, as far as a verifier looks.
  private static int times(HeaderBlock header, String name) {
    return Math.min(header.fields(name).size(), SignatureParser.MAX_HEADERS / 50);
  }
}
