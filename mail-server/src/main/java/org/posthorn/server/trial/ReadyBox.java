package org.posthorn.server.trial;

import org.posthorn.server.daemon.AddressText;

/// What `posthorn try` prints once it is ready.
final class ReadyBox {
  private ReadyBox() {}

  static String text(TrialOptions options) {
    String host = AddressText.of(options.bind());
    // curl takes brackets for a pattern
    String curl = host.startsWith("[") ? "curl -g" : "curl";
    String accounts =
        "alice@example.test, bob@example.test"
            + switch (options.users()) {
              case 0 -> "";
              case 1 -> ", u0@example.test";
              default -> ", u0 … u" + (options.users() - 1) + "@example.test";
            };
    return """

        Posthorn is ready.

          Accounts   %s
          Password   %s
          SMTP       %s:%d   submission %d (STARTTLS), %d (TLS)
          IMAP       %s:%d (STARTTLS), %d (TLS)
          POP3       %s:%d (STARTTLS), %d (TLS)
          Metrics    http://127.0.0.1:%d/metrics
          Data       %s

          Send       printf 'Subject: hello\\n\\nHello Alice\\n' | %s --crlf -sS -T - \\
                       --mail-from bob@example.test --mail-rcpt alice@example.test smtp://%s:%d
          Read       %s -sS -k -u alice@example.test:%s 'imaps://%s:%d/INBOX;MAILINDEX=1'

          Ctrl-C stops it; the mail stays.
        """
        .formatted(
            accounts,
            options.password(),
            host,
            options.port(25),
            options.port(587),
            options.port(465),
            host,
            options.port(143),
            options.port(993),
            host,
            options.port(110),
            options.port(995),
            options.port(9090),
            options.data(),
            curl,
            host,
            options.port(25),
            curl,
            options.password(),
            host,
            options.port(993));
  }
}
