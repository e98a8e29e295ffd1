package org.posthorn.server.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.PosthornConfig;
import org.posthorn.protocol.tls.SelfSigned;
import org.posthorn.server.daemon.Daemon;
import org.posthorn.server.daemon.DataDirectory;
import org.posthorn.server.daemon.Logging;

/// A trial daemon: makes what is missing, starts, and proves that it works.
public final class Trial {
  private final TrialOptions options;
  private final Daemon.AdminRunner adminRunner;
  private final Path certificate;
  private final Path key;

  public Trial(TrialOptions options, Daemon.AdminRunner adminRunner) {
    this.options = options;
    this.adminRunner = adminRunner;
    this.certificate = certificateOf(options);
    this.key = keyOf(options);
  }

  static Path certificateOf(TrialOptions options) {
    return options.data().resolve("tls/cert.pem");
  }

  static Path keyOf(TrialOptions options) {
    return options.data().resolve("tls/key.pem");
  }

  /// Starts the daemon with all accounts.
  public Daemon start() throws IOException {
    PosthornConfig config = TrialConfig.of(options, certificate, key);
    DataDirectory.make(options.data(), config.server().umask());
    makeCertificate(options);
    Logging.configure(config.log(), Optional.empty());
    Daemon daemon = Daemon.start(config, adminRunner);
    try {
      new TrialAccounts(options).ensure(daemon.store());
      return daemon;
    } catch (RuntimeException e) {
      daemon.close();
      throw e;
    }
  }

  static void makeCertificate(TrialOptions options) throws IOException {
    Path certificate = certificateOf(options);
    if (Files.exists(certificate)) {
      return;
    }
    Files.createDirectories(certificate.getParent());
    List<String> names =
        List.of(
            "mail." + TrialOptions.DOMAIN,
            TrialOptions.DOMAIN,
            "localhost",
            "127.0.0.1",
            "::1",
            options.bind().getHostAddress());
    SelfSigned.create(names.stream().distinct().toList(), InstantSource.system())
        .write(certificate, keyOf(options));
  }

  /// Sends a message in by SMTP and reads it by IMAP.
  ///
  /// @throws IOException where that does not work
  public void prove() throws IOException {
    new FirstMessage(options, certificate).prove();
  }

  /// What to tell the user.
  public String readyText() {
    return ReadyBox.text(options);
  }
}
