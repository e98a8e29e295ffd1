package org.posthorn.server.trial;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/// A configuration file for a daemon to try out, as `posthorn try` has it without one.
public final class TrialFile {
  private TrialFile() {}

  /// Its text, with a certificate made for it.
  ///
  /// @param data the data directory
  /// @param portOffset added to the standard ports
  /// @param name the host's name within the trial's domain
  /// @throws IOException where the certificate cannot be written
  public static String text(Path data, int portOffset, String name) throws IOException {
    TrialOptions options =
        new TrialOptions(
            data, InetAddress.getLoopbackAddress(), portOffset, 0, "", Optional.empty());
    Path certificate = Trial.certificateOf(options);
    String text = TrialConfig.text(options, certificate, Trial.keyOf(options));
    String server =
        "[server]%nhostname = \"%s.%s\"%ndata-dir = \"%s\"%n"
            .formatted(name, TrialOptions.DOMAIN, data);
    Trial.makeCertificate(options);
    return text.replaceFirst(
        "(?m)^\\[server]\\R", java.util.regex.Matcher.quoteReplacement(server));
  }
}
