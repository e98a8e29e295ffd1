package org.posthorn.protocol.sasl;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthorn.storage.directory.ScramHash;

/// The mechanisms that are spoken.
public enum Mechanism {
  /// RFC 7677, with channel binding.
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS"),
  /// RFC 7677.
  SCRAM_SHA_256("SCRAM-SHA-256"),
  /// RFC 5802, with channel binding.
  SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS"),
  /// RFC 5802.
  SCRAM_SHA_1("SCRAM-SHA-1"),
  /// RFC 4616.
  PLAIN("PLAIN"),
  /// Name and password asked for one after the other; never standardised.
  LOGIN("LOGIN");

  private final String wireName;

  Mechanism(String wireName) {
    this.wireName = wireName;
  }

  /// The name in the registry of mechanisms, as AUTH= and AUTH list it.
  public String wireName() {
    return wireName;
  }

  /// The mechanism of that name, in any case.
  public static Optional<Mechanism> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(mechanism -> mechanism.wireName.equals(upper)).findFirst();
  }

  /// Whether the password itself goes over the wire.
  boolean showsPassword() {
    return this == PLAIN || this == LOGIN;
  }

  /// Whether the login is bound to the TLS channel.
  boolean bindsChannel() {
    return this == SCRAM_SHA_1_PLUS || this == SCRAM_SHA_256_PLUS;
  }

  /// The hash function of a SCRAM mechanism.
  ScramHash hash() {
    return switch (this) {
      case SCRAM_SHA_1, SCRAM_SHA_1_PLUS -> ScramHash.SHA_1;
      case SCRAM_SHA_256, SCRAM_SHA_256_PLUS -> ScramHash.SHA_256;
      case PLAIN, LOGIN -> throw new IllegalStateException(wireName + " has no hash function");
    };
  }
}
