package org.posthorn.smtp.policy.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.dkim.DkimResult;
import org.posthorn.auth.dkim.DkimVerification;
import org.posthorn.auth.dkim.KeyLookups;
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
  private final KeyLookups keys;
  private final MessageHasher hasher;
  private Optional<DkimVerification> dkim = Optional.empty();

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
    this.keys = new KeyLookups(parts.keys(), parts.timeout());
    this.hasher = new MessageHasher(parts.limits().maxHeader(), this::begin);
  }

  /// Done when no question about the envelope is under way any more.
  CompletableFuture<Void> envelopeDone() {
    return CompletableFuture.allOf(
        Stream.concat(greeting.stream(), Stream.of(reversePath)).toArray(CompletableFuture[]::new));
  }

  @Override
  public void octets(byte[] bytes, int offset, int length) {
    hasher.write(bytes, offset, length);
  }

  /// The header is there: asks for what it names, and says how the body is to be hashed.
  private Set<BodyHashSpec> begin(HeaderBlock header) {
    DkimVerification verification = new DkimVerification(header, parts.limits());
    dkim = Optional.of(verification);
    verification.keyNames().distinct().forEach(keys::start);
    Authors authors = Authors.of(header);
    if (authors.problem().isEmpty()) {
      // So that the policy is in the resolver's memory when it is needed.
      parts.start(() -> parts.dmarc(parts.timeout()).check(authors, List.of()));
    }
    return verification
        .bodySpecs()
        .distinct()
        .limit(parts.limits().maxBodyHashes())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// The message has come in: what is known when all questions are answered or time is up.
  SenderResults finish() {
    long end = System.nanoTime() + parts.timeout().toNanos();
    HashedMessage message = hasher.finish();
    List<DkimResult> signatures =
        dkim.map(verification -> verification.results(message, keys, parts.clock().instant()))
            .orElse(List.of());
    SpfOutcome sender = parts.await(reversePath, end).orElseGet(() -> late(SpfIdentity.MAIL_FROM));
    Optional<SpfOutcome> helo =
        greeting.map(asked -> parts.await(asked, end).orElseGet(() -> late(SpfIdentity.HELO)));
    Authors authors = Authors.of(message.header());
    List<AuthenticatedIdentity> identities =
        Stream.concat(
                Stream.of(AuthenticatedIdentity.of(sender)),
                signatures.stream().map(AuthenticatedIdentity::of))
            .toList();
    Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    DmarcOutcome dmarc = parts.dmarc(left).check(authors, identities);
    IprevOutcome name =
        parts
            .await(iprev, end)
            .orElseGet(
                () ->
                    new IprevOutcome(
                        IprevResult.TEMPERROR, envelope.client(), List.of(), "time is up"));
    return new SenderResults(name, helo, sender, signatures, authors, dmarc);
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
