package org.posthorn.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The INBOXes of the first accounts, seen over IMAP: messages count as delivered once they are
/// there. Used by one thread.
final class Mailboxes implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final List<Client> clients = new ArrayList<>();
  private final List<Integer> before = new ArrayList<>();

  /// Logs in to all of them and looks what is there.
  Mailboxes(Target target, int users) throws IOException {
    for (int i = 0; i < users; i++) {
      Client client = Client.loggedIn(target, i);
      clients.add(client);
      before.add(client.messages());
    }
  }

  /// Waits until each mailbox has as many more messages as it should.
  ///
  /// @param messages how many were sent, one after the other to each account in turn
  /// @throws IOException where some are missing after two minutes
  void awaitMore(int messages) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int users = clients.size();
    for (int i = 0; i < users; i++) {
      int wanted = before.get(i) + messages / users + (i < messages % users ? 1 : 0);
      Client client = clients.get(i);
      for (int found = client.messages(); found != wanted; found = client.messages()) {
        if (System.nanoTime() > end || found > wanted) {
          throw new IOException("account " + i + " has " + found + " messages, not " + wanted);
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  /// What the newest message of the first account says of the checks it has been through: values
  /// of Authentication-Results fields, unfolded; empty where it has none.
  String results() throws IOException {
    Client client = clients.getFirst();
    client.imap("EXAMINE INBOX");
    List<String> lines =
        client.imapLines("FETCH * BODY.PEEK[HEADER.FIELDS (AUTHENTICATION-RESULTS)]");
    return String.join("", lines.subList(1, lines.size() - 1)).replace('\t', ' ').strip();
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.close();
    }
  }
}
