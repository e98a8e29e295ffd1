package org.posthorn.server.trial;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ConfigReader;

/// The configuration of a trial: the defaults with everything on other ports, and without the
/// limits for each address that a load test from one machine would run into.
final class TrialConfig {
  private TrialConfig() {}

  static PosthornConfig of(TrialOptions options, Path certificate, Path key) {
    PosthornConfig base = PosthornConfig.defaults();
    return ConfigReader.overlay(
        base.withServer(
            base.server().withHostname("mail." + TrialOptions.DOMAIN).withDataDir(options.data())),
        text(options, certificate, key));
  }

  static String text(TrialOptions options, Path certificate, Path key) {
    String address = options.bind().getHostAddress();
    StringBuilder text = new StringBuilder();
    text.append(
        """
        [server]
        postmaster = "alice@%s"
        shutdown-deadline = "5s"
        [authentication]
        allow-plaintext-login = %s
        max-failures-per-address = 0
        failed-login-delay = "100ms"
        [smtp]
        sender-check = "local-domains"
        [inbound.rates]
        messages-per-account = 0
        recipients-per-account = 0
        [queue]
        remote = %s
        [[tls.certificate]]
        cert = "%s"
        key = "%s"
        [metrics]
        address = "%s"
        port = %d
        [log]
        level = "warn"
        """
            .formatted(
                TrialOptions.DOMAIN,
                options.bind().isLoopbackAddress(),
                options.outbound().isPresent(),
                certificate,
                key,
                "127.0.0.1",
                options.port(9090)));
    options.outbound().ifPresent(outbound -> outbound(text, outbound));
    for (String protocol : new String[] {"smtp", "imap", "pop3"}) {
      text.append(
          """
          [limits.%s]
          max-connections = 100000
          max-connections-per-address = 0
          max-sessions-per-account = 0
          exempt-networks = ["127.0.0.0/8", "::1"]
          """
              .formatted(protocol));
    }
    listener(text, options, address, "smtp", "smtp", 25, "starttls");
    listener(text, options, address, "submission", "submission", 587, "starttls");
    listener(text, options, address, "submissions", "submission", 465, "implicit");
    listener(text, options, address, "lmtp", "lmtp", 24, "starttls");
    listener(text, options, address, "imap", "imap", 143, "starttls");
    listener(text, options, address, "imaps", "imap", 993, "implicit");
    listener(text, options, address, "pop3", "pop3", 110, "starttls");
    listener(text, options, address, "pop3s", "pop3", 995, "implicit");
    return text.toString();
  }

  private static void outbound(StringBuilder text, TrialOutbound outbound) {
    text.append("[outbound]\nport = %d\n".formatted(outbound.port()));
    if (!outbound.dns().isEmpty()) {
      String servers =
          outbound.dns().stream()
              .map(server -> '"' + server.toString() + '"')
              .collect(Collectors.joining(", "));
      text.append("[dns]\nservers = [%s]\n".formatted(servers));
    }
  }

  private static void listener(
      StringBuilder text,
      TrialOptions options,
      String address,
      String name,
      String protocol,
      int port,
      String tls) {
    text.append(
        """
        [[listener]]
        name = "%s"
        protocol = "%s"
        address = "%s"
        port = %d
        tls = "%s"
        """
            .formatted(name, protocol, address, options.port(port), tls));
  }
}
