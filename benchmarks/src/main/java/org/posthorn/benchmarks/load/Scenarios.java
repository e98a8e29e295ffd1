package org.posthorn.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// The scenarios that the load tool knows.
final class Scenarios {
  /// What the tool calls itself.
  static final String NAME = "load.example";

  private Scenarios() {}

  /// A message of about that many octets.
  static byte[] message(int size) {
    Random random = new Random(size);
    StringBuilder text =
        new StringBuilder(
            "From: load <load@example.test>\r\nTo: u0@example.test\r\nSubject: load\r\n\r\n");
    while (text.length() < size) {
      for (int i = 0; i < 70; i++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// Delivers a message to so many recipients over one SMTP session.
  static Scenario.Maker deliver(int size, int recipients, int users) {
    byte[] body = message(size);
    return (target, connection) -> {
      Client client = Client.greeted(target, NAME);
      AtomicInteger next = new AtomicInteger(connection);
      Session.Work deliver =
          () -> {
            StringBuilder envelope = new StringBuilder("MAIL FROM:<load@far.example>\r\n");
            for (int i = 0; i < recipients; i++) {
              String user = target.user(next.getAndIncrement() % users);
              envelope.append("RCPT TO:<").append(user).append(">\r\n");
            }
            client.send(envelope.append("DATA\r\n").toString());
            for (int i = 0; i <= recipients; i++) {
              client.smtp("250");
            }
            client.smtp("354");
            client.send(body);
            client.send(".\r\n");
            client.smtp("250");
            return recipients;
          };
      return new Session(deliver, client);
    };
  }

  /// Appends to a mailbox of the connection's own account.
  static Scenario.Maker append(int size) {
    byte[] body = message(size);
    return imap(
        "",
        client -> {
          client.append("INBOX", body);
          return 1;
        });
  }

  /// Opens a connection, logs in, selects, logs out.
  static Scenario.Maker login(int users) {
    return (target, connection) ->
        new Scenario() {
          private int next = connection;

          @Override
          public long run() throws IOException {
            try (Client client = new Client(target, target.imap())) {
              client.line();
              client.imap("LOGIN " + target.login(next++ % users));
              client.imap("SELECT INBOX");
              client.imap("LOGOUT");
            }
            return 1;
          }
        };
  }

  /// Fetches items of all messages of INBOX; counts messages.
  static Scenario.Maker fetch(String items, int messages) {
    return imap(
        "EXAMINE INBOX",
        client -> {
          client.imap("UID FETCH 1:* (" + items + ")");
          return messages;
        });
  }

  /// Retrieves a maildrop's first messages over POP3.
  static Scenario.Maker retrieve(int messages) {
    return (target, connection) -> {
      Client client = new Client(target, target.pop3());
      client.line();
      client.send("USER " + target.user(connection) + "\r\nPASS " + target.password() + "\r\n");
      expectOk(client);
      expectOk(client);
      Session.Work retrieve =
          () -> {
            for (int number = 1; number <= messages; number++) {
              client.send("RETR " + number + "\r\n");
              expectOk(client);
              while (!client.line().equals(".")) {
                // the message
              }
            }
            return messages;
          };
      return new Session(retrieve, client);
    };
  }

  private static void expectOk(Client client) throws IOException {
    String line = client.line();
    if (!line.startsWith("+OK")) {
      throw new IOException(line);
    }
  }

  @FunctionalInterface
  private interface ImapWork {
    long run(Client client) throws IOException;
  }

  private static Scenario.Maker imap(String first, ImapWork work) {
    return (target, connection) -> {
      Client client = Client.loggedIn(target, connection);
      if (!first.isEmpty()) {
        client.imap(first);
      }
      return new Session(() -> work.run(client), client);
    };
  }
}
