package org.posthorn.server.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.storage.model.MailAddress;

/// Addresses on the command line and in files.
final class Addresses {
  private static final Pattern LOCAL = Pattern.compile("[^\\s\\p{Cntrl}@]{1,128}");

  private static final Pattern DOMAIN =
      Pattern.compile("(?!.{256})[a-z0-9_][a-z0-9_-]{0,62}(\\.[a-z0-9_][a-z0-9_-]{0,62})*");

  private Addresses() {}

  /// The address; empty where the text is none.
  static Optional<MailAddress> read(String text) {
    return MailAddress.parse(text)
        .filter(address -> LOCAL.matcher(address.local()).matches())
        .filter(address -> DOMAIN.matcher(address.domain()).matches());
  }

  /// The address.
  ///
  /// @throws CommandFailure where the text is none
  static MailAddress parse(String text) {
    return read(text)
        .orElseThrow(
            () -> new CommandFailure(ExitCode.USAGE, "'" + text + "' is not a mail address"));
  }

  static List<MailAddress> parseAll(List<String> texts) {
    return texts.stream().map(Addresses::parse).toList();
  }
}
