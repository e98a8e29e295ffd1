package org.posthorn.auth.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.body.MessageHasher;

/// Signs the mail of all domains that have keys. Immutable; thread-safe.
///
/// A domain may have several keys: each makes a signature, so that receivers who do not know
/// Ed25519 yet find one of RSA (RFC 8463 §5).
public final class DomainSigner {
  private final Map<String, List<DkimSigner>> byDomain;
  private final InstantSource clock;

  private DomainSigner(Map<String, List<DkimSigner>> byDomain, InstantSource clock) {
    this.byDomain = byDomain;
    this.clock = clock;
  }

  /// @param keys the keys that sign; those that are only published are not among them
  public static DomainSigner of(
      Collection<SigningKey> keys, SigningOptions options, InstantSource clock) {
    Map<String, List<DkimSigner>> byDomain = new HashMap<>();
    for (SigningKey key : keys) {
      DkimSigner signer = new DkimSigner(key, options);
      byDomain.merge(key.domain(), List.of(signer), DomainSigner::both);
    }
    return new DomainSigner(byDomain, clock);
  }

  private static List<DkimSigner> both(List<DkimSigner> some, List<DkimSigner> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }

  /// Signs nothing.
  public static DomainSigner none() {
    return new DomainSigner(Map.of(), InstantSource.system());
  }

  /// Who signs for a domain: its own keys, or those of the nearest domain above it that has some
  /// (which aligns with it for DMARC, unless its policy is strict). Empty where nobody does.
  ///
  /// @param domain in any case, ASCII or UTF-8
  public List<DkimSigner> signers(String domain) {
    String name = DomainNames.ascii(domain).orElse(domain.toLowerCase(Locale.ROOT));
    while (!name.isEmpty()) {
      List<DkimSigner> found = byDomain.get(name);
      if (found != null) {
        return found;
      }
      int dot = name.indexOf('.');
      name = dot < 0 ? "" : name.substring(dot + 1);
    }
    return List.of();
  }

  /// The one that every receiver can verify, of those who sign for a domain: RSA where there is
  /// such a key (RFC 8463 §5).
  public Optional<DkimSigner> signer(String domain) {
    List<DkimSigner> all = signers(domain);
    return all.stream()
        .filter(signer -> signer.key().type() == KeyType.RSA)
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /// A hasher for a message that is to be signed: feed it the message as it will be sent, all but
  /// the signature, then call [#sign(HashedMessage, String)].
  public MessageHasher newHasher() {
    return MessageHasher.of(DkimSigner.BODY);
  }

  /// The DKIM-Signature fields for a message, each with its line end, to be put above everything
  /// else; empty where the domain has no keys, or the message has no `From` or a header too long to
  /// be signed whole.
  ///
  /// @param message from [#newHasher()]
  /// @param domain whose keys sign: that of the author (`From`)
  public String sign(HashedMessage message, String domain) {
    if (message.header().fields("from").isEmpty() || !message.header().complete()) {
      return "";
    }
    StringBuilder fields = new StringBuilder();
    for (DkimSigner signer : signers(domain)) {
      fields.append(signer.sign(message, clock.instant()));
    }
    return fields.toString();
  }

  /// The same for a message that is at hand: a prefix (fields that were put in front of it) and
  /// the message behind it. Reads the stream to its end, and does not close it.
  ///
  /// @return the fields as octets, ready to stand before the prefix
  public byte[] sign(String domain, byte[] prefix, InputStream message) throws IOException {
    if (signers(domain).isEmpty()) {
      return new byte[0];
    }
    MessageHasher hasher = newHasher();
    hasher.write(prefix);
    hasher.write(message);
    return sign(hasher.finish(), domain).getBytes(StandardCharsets.US_ASCII);
  }
}
