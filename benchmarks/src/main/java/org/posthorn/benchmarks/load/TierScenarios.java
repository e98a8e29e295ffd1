package org.posthorn.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Scenarios that show what a shared store costs: single requests, and how soon news arrive.
final class TierScenarios {
  private TierScenarios() {}

  /// Fetches flags and body of one message of the own INBOX, any of the first so many. Fills INBOX
  /// before that, with messages that are all different.
  static Scenario.Maker request(int size, int messages) {
    String body = new String(Scenarios.message(size), StandardCharsets.US_ASCII);
    return (target, connection) -> {
      Client client = Client.loggedIn(target, connection);
      for (int number = client.messages(); number < messages; number++) {
        String mine = "X-Number: " + connection + "-" + number + "\r\n" + body;
        client.append("INBOX", mine.getBytes(StandardCharsets.US_ASCII));
      }
      client.imap("EXAMINE INBOX");
      Random random = new Random(connection);
      Session.Work fetch =
          () -> {
            client.imap("FETCH " + (1 + random.nextInt(messages)) + " (FLAGS BODY.PEEK[])");
            return 1;
          };
      return new Session(fetch, client);
    };
  }

  /// Delivers a message over SMTP and waits until an idle IMAP session of its recipient hears of
  /// it. The two ports may belong to two daemons that share a store. The whole transaction is
  // timed,
  /// from MAIL on.
  static Scenario.Maker push(int size) {
    byte[] body = Scenarios.message(size);
    return (target, connection) -> {
      Client imap = Client.loggedIn(target, connection);
      imap.imap("SELECT INBOX");
      imap.send("idle IDLE\r\n");
      await(imap, "+");
      Client smtp = Client.greeted(target, Scenarios.NAME);
      String envelope =
          "MAIL FROM:<load@far.example>\r\nRCPT TO:<" + target.user(connection) + ">\r\nDATA\r\n";
      Session.Work deliver =
          () -> {
            smtp.send(envelope);
            smtp.smtp("250");
            smtp.smtp("250");
            smtp.smtp("354");
            smtp.send(body);
            smtp.send(".\r\n");
            await(imap, "EXISTS");
            smtp.smtp("250");
            return 1;
          };
      return new Session(deliver, imap, smtp);
    };
  }

  private static void await(Client client, String part) throws IOException {
    String line = client.line();
    while (!line.contains(part)) {
      line = client.line();
    }
  }
}
