package org.posthorn.smtp.policy.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.MessageVerifier.Verified;
import org.posthorn.auth.dmarc.AuthenticatedIdentity;
import org.posthorn.auth.dmarc.Authors;
import org.posthorn.auth.dmarc.DmarcOutcome;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.iprev.IprevOutcome;
import org.posthorn.auth.iprev.IprevResult;
import org.posthorn.auth.spf.SpfIdentity;
import org.posthorn.auth.spf.SpfOutcome;
import org.posthorn.auth.spf.SpfResult;
import org.posthorn.smtp.policy.ContentWatcher;

/// What is being found out about one message: SPF from MAIL on, keys and policies from the end of
/// its header on, while its body is hashed as it comes. For the session's thread; the look-ups run
/// on virtual threads and end by themselves.
final class MessageAuthentication implements ContentWatcher {
  private final AuthenticationParts parts;
  private final Envelope envelope;
  private final CompletableFuture<IprevOutcome> iprev;
  private final Optional<CompletableFuture<SpfOutcome>> greeting;
  private final CompletableFuture<SpfOutcome> reversePath;
  private final MessageVerifier.Pass message;

  /// Who sends.
  ///
  /// @param sender the reverse-path, without brackets
  record Envelope(InetAddress client, String helo, String sender) {}

  /// Starts to ask about the envelope.
  MessageAuthentication(
      AuthenticationParts parts, Envelope envelope, CompletableFuture<IprevOutcome> iprev) {
    this.parts = parts;
    this.envelope = envelope;
    this.iprev = iprev;
    InetAddress client = envelope.client();
    String helo = envelope.helo();
    this.greeting =
        helo.startsWith("[") || helo.indexOf('.') < 0
            ? Optional.empty()
            : Optional.of(parts.start(() -> parts.spf().checkHelo(client, helo)));
    this.reversePath =
        parts.start(() -> parts.spf().checkMailFrom(client, helo, envelope.sender()));
    this.message = parts.verifier().start(this::begin);
  }

  /// Done when no question about the envelope is under way any more.
  CompletableFuture<Void> envelopeDone() {
    return CompletableFuture.allOf(
        Stream.concat(greeting.stream(), Stream.of(reversePath)).toArray(CompletableFuture[]::new));
  }

  @Override
  public void octets(byte[] bytes, int offset, int length) {
    message.hasher().write(bytes, offset, length);
  }

  /// The header is there: the policy is asked for now, so that it is in the resolver's memory when
  /// it is needed.
  private void begin(HeaderBlock header) {
    Authors authors = Authors.of(header);
    if (authors.problem().isEmpty()) {
      parts.start(() -> parts.dmarc(parts.timeout()).check(authors, List.of()));
    }
  }

  /// The message has come in: what is known when all questions are answered or time is up.
  SenderResults finish() {
    long end = System.nanoTime() + parts.timeout().toNanos();
    Verified verified = message.finish();
    SpfOutcome sender = parts.await(reversePath, end).orElseGet(() -> late(SpfIdentity.MAIL_FROM));
    Optional<SpfOutcome> helo =
        greeting.map(asked -> parts.await(asked, end).orElseGet(() -> late(SpfIdentity.HELO)));
    Authors authors = Authors.of(verified.message().header());
    List<AuthenticatedIdentity> identities =
        Stream.concat(
                Stream.of(AuthenticatedIdentity.of(sender)),
                verified.signatures().stream().map(AuthenticatedIdentity::of))
            .toList();
    Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    DmarcOutcome dmarc = parts.dmarc(left).check(authors, identities);
    return new SenderResults(
        parts.await(iprev, end).orElseGet(this::lateName), helo, sender, verified, authors, dmarc);
  }

  private IprevOutcome lateName() {
    return new IprevOutcome(IprevResult.TEMPERROR, envelope.client(), List.of(), "time is up");
  }

  private SpfOutcome late(SpfIdentity identity) {
    String sender = envelope.sender();
    boolean greeted = identity == SpfIdentity.HELO || sender.isEmpty();
    return new SpfOutcome(
        SpfResult.TEMPERROR,
        identity,
        envelope.client(),
        envelope.helo(),
        sender,
        greeted ? envelope.helo() : sender.substring(sender.lastIndexOf('@') + 1),
        "",
        "",
        "time is up",
        0);
  }
}
