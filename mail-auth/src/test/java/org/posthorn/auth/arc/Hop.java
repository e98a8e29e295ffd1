package org.posthorn.auth.arc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.FixedDns;

/// A server on the way of a message: verifies the chain and adds a set.
///
/// @param dns where keys are found
record Hop(SigningKey key, Dns dns) {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /// One whose key the DNS has.
  static Hop of(String domain, KeyType type, FixedDns dns) {
    SigningKey key = SigningKey.of(domain, "s1", KeyFile.generate(type));
    dns.with(key.recordName(), key.record());
    return new Hop(key, dns);
  }

  /// The message with one more set, unless none may be added.
  String pass(String message) {
    MessageVerifier.Pass pass = verifier(dns).start(Set.of(ArcSealer.BODY));
    pass.hasher().write(message.getBytes(StandardCharsets.UTF_8));
    MessageVerifier.Verified verified = pass.finish();
    String results =
        key.domain() + ";\r\n\tarc=" + verified.chain().status().word() + ";\r\n\tspf=none";
    return new ArcSealer(key, SigningOptions.DEFAULT)
            .seal(verified.message(), verified.chain(), results, NOW)
        + message;
  }

  static ArcOutcome verify(String message, Dns dns) {
    return verify(message, dns, VerifierLimits.DEFAULT);
  }

  static ArcOutcome verify(String message, Dns dns, VerifierLimits limits) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    try {
      return new MessageVerifier(dns, limits, InstantSource.fixed(NOW))
          .verify(new ByteArrayInputStream(bytes))
          .chain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageVerifier verifier(Dns dns) {
    return new MessageVerifier(dns, VerifierLimits.DEFAULT, InstantSource.fixed(NOW));
  }
}
