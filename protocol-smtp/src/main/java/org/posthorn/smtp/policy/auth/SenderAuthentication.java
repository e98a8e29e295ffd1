package org.posthorn.smtp.policy.auth;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.posthorn.auth.iprev.IprevOutcome;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.config.inbound.SenderAuthenticationConfig;
import org.posthorn.smtp.policy.Consequence;
import org.posthorn.smtp.policy.Findings;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtData;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.Verdict;

/// Checks senders by SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 9989), names the client by
/// iprev (RFC 8601 §2.7.3), and writes what came of it in front of the message. Look-ups begin when
/// the client connects, at MAIL, and when the header has come; they are waited for when the message
/// has come, for a bounded time. Thread-safe.
public final class SenderAuthentication {
  /// How the check is called in the configuration and in tags.
  public static final String NAME = "sender-authentication";

  private final AuthenticationParts parts;
  private final SenderPolicy policy;
  private final ResultFields fields;
  private final VerdictLog log;
  private final AuthenticationMetrics metrics;

  /// What is asked about a client.
  private record ClientName(CompletableFuture<IprevOutcome> outcome) {}

  /// The questions about the last envelope, which take a bounded time.
  private record Asked(CompletableFuture<Void> answered) {}

  /// @param hostname the name of this host
  /// @param log keeps a row for each message
  public SenderAuthentication(
      SenderAuthenticationConfig config,
      String hostname,
      AuthenticationServices services,
      VerdictLog log) {
    this.parts =
        new AuthenticationParts(services.dns(), hostname, config.timeout(), services.clock());
    this.policy = new SenderPolicy(config);
    this.fields =
        new ResultFields(config.authservId().orElse(hostname), hostname, config.receivedSpf());
    this.log = log;
    this.metrics = new AuthenticationMetrics(services.metrics());
  }

  /// Adds its parts to the phases.
  public void addTo(PolicyChecks.Part part) {
    part.connect(this::connect).mail(this::mail).data(this::data).endOfData(this::endOfData);
  }

  private Verdict connect(AtConnect context) {
    clientName(context.client().address(), context.scope());
    return Verdict.ACCEPT;
  }

  private ClientName clientName(InetAddress client, Scope session) {
    return session
        .find(ClientName.class)
        .orElseGet(
            () ->
                session.keep(
                    ClientName.class,
                    new ClientName(parts.start(() -> parts.iprev().check(client)))));
  }

  private Verdict mail(AtMail context) {
    Scope session = context.scope().ofSession();
    // A client that begins and begins again waits for what it asked for: one at a time.
    session.find(Asked.class).ifPresent(before -> before.answered().join());
    MessageAuthentication begun =
        new MessageAuthentication(
            parts,
            new MessageAuthentication.Envelope(
                context.client().address(), context.identity().helo(), context.sender().wire()),
            clientName(context.client().address(), session).outcome());
    session.keep(Asked.class, new Asked(begun.envelopeDone()));
    context.scope().keep(MessageAuthentication.class, begun);
    return Verdict.ACCEPT;
  }

  private Verdict data(AtData context) {
    context.scope().find(MessageAuthentication.class).ifPresent(context.scope()::watch);
    return Verdict.ACCEPT;
  }

  private Verdict endOfData(AtEndOfData context) {
    return context
        .scope()
        .find(MessageAuthentication.class)
        .map(found -> judge(context, found))
        .orElse(Verdict.ACCEPT);
  }

  private Verdict judge(AtEndOfData context, MessageAuthentication message) {
    long began = System.nanoTime();
    SenderResults results = message.finish();
    Decision decision = policy.decide(results);
    List<MethodResult> methods = results.methods();
    methods.forEach(
        method -> context.scope().story().said(method.method(), VerdictWords.of(method)));
    metrics.judged(methods, decision.action(), System.nanoTime() - began);
    log.add(VerdictRow.of(context, results, decision, parts.clock().instant()));
    return verdict(results, decision);
  }

  private Verdict verdict(SenderResults results, Decision decision) {
    Findings written = fields.of(results);
    if (decision.reason().isEmpty()) {
      return new Verdict.Found(written, decision.action().text());
    }
    Verdict verdict =
        Consequence.of(decision.action(), NAME, decision.reason(), decision.refusal());
    return verdict.refusal().isPresent()
        ? verdict
        : new Verdict.Found(
            written.and(verdict.brings()), verdict.told().orElse(decision.reason()));
  }
}
