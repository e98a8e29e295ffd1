package org.posthorn.auth.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/// One resolver: a question goes to it once, by UDP, and by TCP where the answer does not fit
/// (RFC 7766 §5). Query numbers and ports are random, and an answer to another question is none
/// (RFC 5452 §9).
final class NameServer {
  /// What goes through most networks in one piece.
  private static final int UDP_PAYLOAD = 1232;

  private static final Duration QUARANTINE = Duration.ofSeconds(30);
  private static final Executor WORKERS = Thread.ofVirtual().name("dns-io")::start;

  private final InetSocketAddress address;
  private final String name;
  private final boolean trusted;
  private final Duration timeout;
  private final SimpleResolver modern;
  private final SimpleResolver plain;
  private volatile long illUntil;

  /// What became of a question.
  sealed interface Outcome {
    /// An answer: records, or that there are none.
    record Answered(Message message, boolean authenticated) implements Outcome {}

    /// It will not or cannot say: no use asking it again now.
    record Refused(String reason) implements Outcome {}

    /// Nothing that could be understood came in time.
    record Lost(String reason) implements Outcome {}
  }

  NameServer(InetSocketAddress address, boolean trusted, Duration timeout, long now) {
    this.address = address;
    this.name = address.getHostString() + ":" + address.getPort();
    this.trusted = trusted;
    this.timeout = timeout;
    this.illUntil = now;
    modern = new SimpleResolver(address);
    modern.setTimeout(timeout);
    modern.setEDNS(0, UDP_PAYLOAD, trusted ? ExtendedFlags.DO : 0, List.of());
    plain = new SimpleResolver(address);
    plain.setTimeout(timeout);
    plain.setEDNS(-1);
  }

  InetSocketAddress address() {
    return address;
  }

  /// Whether it answered of late, or has not been tried.
  ///
  /// @param now nanoseconds of the same ticker that [#ask] is given
  boolean isWell(long now) {
    return now - illUntil >= 0;
  }

  /// Asks once.
  Outcome ask(Question question, long now) throws InterruptedException {
    try {
      Message answer = exchange(modern, question);
      if (answer.getRcode() == Rcode.FORMERR || answer.getRcode() == Rcode.NOTIMP) {
        answer = exchange(plain, question); // RFC 6891 §7: it may not know EDNS
      }
      illUntil = now;
      return judge(answer);
    } catch (IOException e) {
      illUntil = now + QUARANTINE.toNanos();
      return new Outcome.Lost(name + ": " + e.getMessage());
    }
  }

  private Outcome judge(Message answer) {
    int rcode = answer.getRcode();
    if (!answer.getHeader().getFlag(Flags.QR)) {
      return new Outcome.Lost(name + ": a question instead of an answer");
    }
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return new Outcome.Refused(name + ": " + Rcode.string(rcode));
    }
    if (answer.getHeader().getFlag(Flags.TC)) {
      return new Outcome.Refused(name + ": an answer larger than a message can be");
    }
    return new Outcome.Answered(answer, trusted && answer.getHeader().getFlag(Flags.AD));
  }

  private Message exchange(SimpleResolver resolver, Question question)
      throws IOException, InterruptedException {
    Message query = Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN));
    if (trusted) {
      query.getHeader().setFlag(Flags.AD); // RFC 6840 §5.7
    }
    CompletableFuture<Message> answer = resolver.sendAsync(query, WORKERS).toCompletableFuture();
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      answer.cancel(true);
      throw new IOException("no answer in " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage();
      throw new IOException(message == null ? cause.toString() : message, cause);
    }
  }
}
