package org.posthorn.auth.dns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.posthorn.auth.dns.NameServer.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;

/// The resolvers, of which the first that is well is asked; the next one where it is silent or
/// refuses. One that was silent is asked last for half a minute. Thread-safe.
final class NameServers {
  private static final Logger LOG = LoggerFactory.getLogger(NameServers.class);

  /// Questions under way at once: each needs a socket.
  private static final int MAX_UNDER_WAY = 1000;

  private final ServerList servers;
  private final DnsSettings settings;
  private final LongSupplier nanos;
  private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);

  NameServers(DnsSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    this.servers = new ServerList(settings, nanos);
  }

  /// An answer, whatever it says.
  record Reply(Message message, boolean authenticated) {}

  /// No resolver gave an answer.
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    Unanswered(String reason) {
      super(reason, null, false, false);
    }
  }

  /// Asks until there is an answer, or tries or servers run out.
  ///
  /// @throws Unanswered with the last reason
  Reply ask(Question question) throws Unanswered {
    try {
      if (!underWay.tryAcquire(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Unanswered("too many questions at once");
      }
      try {
        return askInTurn(question);
      } finally {
        underWay.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Unanswered("interrupted");
    }
  }

  private Reply askInTurn(Question question) throws Unanswered, InterruptedException {
    Deque<NameServer> line = inOrder();
    String last = "there is no resolver to ask";
    for (int i = 0; i < settings.tries() && !line.isEmpty(); i++) {
      NameServer server = line.removeFirst();
      switch (server.ask(question, nanos.getAsLong())) {
        case Outcome.Answered(Message message, boolean authenticated) -> {
          return new Reply(message, authenticated);
        }
        case Outcome.Refused(String reason) -> last = reason;
        case Outcome.Lost(String reason) -> {
          last = reason;
          line.addLast(server);
        }
      }
    }
    LOG.atDebug().addKeyValue("question", question).addKeyValue("reason", last).log("unanswered");
    throw new Unanswered(last);
  }

  private Deque<NameServer> inOrder() {
    long now = nanos.getAsLong();
    List<NameServer> ill = new ArrayList<>();
    Deque<NameServer> line = new ArrayDeque<>();
    for (NameServer server : servers.current()) {
      if (server.isWell(now)) {
        line.add(server);
      } else {
        ill.add(server);
      }
    }
    line.addAll(ill);
    return line;
  }
}
