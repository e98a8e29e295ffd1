package org.posthorn.server.cli;

import java.util.List;
import org.posthorn.storage.model.MailAddress;

/// Addresses on the command line.
final class Addresses {
  private Addresses() {}

  static MailAddress parse(String text) {
    return MailAddress.parse(text)
        .orElseThrow(
            () -> new CommandFailure(ExitCode.USAGE, "'" + text + "' is not a mail address"));
  }

  static List<MailAddress> parseAll(List<String> texts) {
    return texts.stream().map(Addresses::parse).toList();
  }
}
