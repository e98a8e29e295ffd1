package org.posthorn.smtp.outbound.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.arc.ArcOutcome;
import org.posthorn.auth.arc.ArcSealer;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderField;
import org.posthorn.auth.results.AuthenticationResults;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.storage.blob.Content;

/// Seals mail of strangers that is sent on (RFC 8617 §5.1): what this host has found goes with it,
// so
/// that the next one need not judge it by SPF and DKIM alone, which sending on may have broken.
/// Immutable; thread-safe. Sealing waits for the DNS.
public final class Sealing {
  private static final String RESULTS = "authentication-results";

  private final DomainSigner keys;
  private final Optional<MessageVerifier> verifier;
  private final String hostname;
  private final InstantSource clock;

  private Sealing(
      DomainSigner keys, Optional<MessageVerifier> verifier, String hostname, InstantSource clock) {
    this.keys = keys;
    this.verifier = verifier;
    this.hostname = hostname;
    this.clock = clock;
  }

  /// @param keys those that seal are among them
  /// @param verifier looks at the chain so far
  /// @param hostname whose results they are, where none are told in the message
  /// @param clock the time of the seals
  public static Sealing of(
      DomainSigner keys, MessageVerifier verifier, String hostname, InstantSource clock) {
    return new Sealing(keys, Optional.of(verifier), hostname, clock);
  }

  /// Seals nothing.
  public static Sealing none() {
    return new Sealing(DomainSigner.none(), Optional.empty(), "", InstantSource.system());
  }

  /// The prefix with a set above it; as it is where the domain has no keys, or none may be added.
  ///
  /// @param domain the one that sends it on
  /// @param prefix what stands in front of the message, with this host's results
  byte[] seal(String domain, byte[] prefix, Content message) {
    Optional<ArcSealer> sealer =
        keys.signer(domain)
            .or(() -> keys.signer(hostname))
            .map(signer -> new ArcSealer(signer.key(), signer.options()));
    if (verifier.isEmpty() || sealer.isEmpty()) {
      return prefix;
    }
    MessageVerifier.Verified verified = verify(verifier.get(), prefix, message);
    byte[] set =
        sealer
            .get()
            .seal(
                verified.message(),
                verified.chain(),
                results(prefix, verified.chain()).value(),
                clock.instant())
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream(set.length + prefix.length);
    sealed.writeBytes(set);
    sealed.writeBytes(prefix);
    return sealed.toByteArray();
  }

  private static MessageVerifier.Verified verify(
      MessageVerifier verifier, byte[] prefix, Content message) {
    MessageVerifier.Pass pass = verifier.start(Set.of(ArcSealer.BODY));
    pass.hasher().write(prefix);
    try (InputStream in = message.stream(0, message.size())) {
      pass.hasher().write(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pass.finish();
  }

  /// What was found when the message came, and what its chain came to.
  private AuthenticationResults results(byte[] prefix, ArcOutcome chain) {
    AuthenticationResults told =
        HeaderBlock.of(prefix).fields(RESULTS).stream()
            .map(HeaderField::value)
            .flatMap(value -> AuthenticationResults.parse(value).stream())
            .findFirst()
            .orElse(new AuthenticationResults(hostname, List.of()));
    MethodResult arc = chain.authenticationResult();
    if (!told.of(arc.method()).isEmpty()) {
      return told;
    }
    List<MethodResult> all = new ArrayList<>(told.results());
    all.add(arc);
    return new AuthenticationResults(told.authservId(), all);
  }
}
