package org.posthorn.smtp.outbound.client;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;

/// A connection to a server that is ready for messages. Not thread-safe.
public final class SmtpConnection implements AutoCloseable {
  private static final Duration GOODBYE = Duration.ofSeconds(5);
  private static final int MAX_ROUNDS = 50;

  private final Wire wire;
  private final Target target;
  private final ClientSettings settings;
  private Capabilities capabilities = Capabilities.NONE;
  private TlsResult tls = new TlsResult.Clear("", Optional.empty());
  private List<X509Certificate> chain = List.of();
  private int messages;
  private boolean broken;
  private boolean dirty;

  SmtpConnection(Wire wire, Target target, ClientSettings settings) {
    this.wire = wire;
    this.target = target;
    this.settings = settings;
  }

  void can(Capabilities can) {
    capabilities = can;
  }

  void isClear(TlsResult.Clear why) {
    tls = why;
  }

  void isSecured(SSLSession session, List<X509Certificate> shown, TlsDemand demand) {
    TlsResult.Proof proof =
        demand instanceof TlsDemand.Verify(CertificateCheck check)
            ? check.proof()
            : TlsResult.Proof.NONE;
    tls = new TlsResult.Secured(session.getProtocol(), session.getCipherSuite(), proof);
    chain = shown;
  }

  /// Where it leads.
  public Target target() {
    return target;
  }

  ClientSettings settings() {
    return settings;
  }

  /// What the server said last that it can do.
  public Capabilities capabilities() {
    return capabilities;
  }

  /// How secure it is.
  public TlsResult tls() {
    return tls;
  }

  /// Whether it is as secure as this demands: a connection that was made for one message may be
  /// too weak for the next.
  public boolean meets(TlsDemand demand) {
    boolean secured = tls instanceof TlsResult.Secured;
    return switch (demand) {
      case TlsDemand.None _, TlsDemand.May _ -> true;
      case TlsDemand.Encrypt _ -> secured;
      case TlsDemand.Verify(CertificateCheck check) -> secured && check.objection(chain).isEmpty();
    };
  }

  /// How many messages have been tried over it.
  public int messages() {
    return messages;
  }

  /// Whether another message can be tried, as far as we know: servers close idle connections.
  public boolean isUsable() {
    return !broken
        && !wire.isDisturbed()
        && messages < capabilities.maxMessages().orElse(Integer.MAX_VALUE);
  }

  /// Tries to hand a message over. Where the server has a limit on recipients (RFC 5321
  /// §4.5.3.1.10, RFC 9422), the rest follows in further transactions.
  public TransactionOutcome send(OutgoingMessage message, List<Recipient> recipients) {
    if (messages++ > 0) {
      wire.restart(settings.timeouts().attempt());
    }
    Answer[] answers = new Answer[recipients.size()];
    Arrays.fill(answers, new Answer.Unasked());
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      left.add(i);
    }
    Optional<ClientException> trouble = Optional.empty();
    for (int round = 0; !left.isEmpty() && round < MAX_ROUNDS && trouble.isEmpty(); round++) {
      int most = Math.min(settings.maxRecipients(), capabilities.maxRecipients().orElse(1_000));
      List<Integer> now = List.copyOf(left.subList(0, Math.min(most, left.size())));
      trouble = reset();
      if (trouble.isEmpty()) {
        TransactionRun run =
            new TransactionRun(wire, this, message, now.stream().map(recipients::get).toList());
        trouble = run.run();
        dirty = run.isDirty();
        collect(run, now, answers, left);
      }
    }
    broken = trouble.isPresent();
    return new TransactionOutcome(Arrays.asList(answers), trouble);
  }

  private static void collect(
      TransactionRun run, List<Integer> asked, Answer[] answers, List<Integer> left) {
    List<Answer> said = run.answers();
    for (int i = 0; i < asked.size(); i++) {
      answers[asked.get(i)] = said.get(i);
      if (!run.isPostponed(i)) {
        left.remove(asked.get(i));
      }
    }
  }

  private Optional<ClientException> reset() {
    if (!dirty) {
      return Optional.empty();
    }
    try {
      wire.command("RSET", settings.timeouts().command());
      PeerReply reply = wire.reply("RSET", settings.timeouts().command());
      dirty = !reply.isPositive();
      return dirty
          ? Optional.of(ClientException.said(ClientException.Kind.BABBLE, "RSET is refused", reply))
          : Optional.empty();
    } catch (ClientException e) {
      return Optional.of(e);
    }
  }

  /// Says QUIT, waits a little for the answer (RFC 5321 §4.1.1.10), and closes.
  @Override
  public void close() {
    if (!broken) {
      broken = true;
      try {
        wire.command("QUIT", GOODBYE);
        PeerReply _ = wire.reply("QUIT", GOODBYE);
      } catch (ClientException _) {
        // It is over either way.
      }
    }
    wire.close();
  }

  /// Closes without a word.
  public void abort() {
    broken = true;
    wire.close();
  }
}
