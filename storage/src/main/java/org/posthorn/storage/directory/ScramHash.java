package org.posthorn.storage.directory;

/// The hash functions that SCRAM keys are kept for.
public enum ScramHash {
  SHA_1("SHA-1", "SCRAM-SHA-1"),
  SHA_256("SHA-256", "SCRAM-SHA-256");

  private final String digest;
  private final String mechanism;

  ScramHash(String digest, String mechanism) {
    this.digest = digest;
    this.mechanism = mechanism;
  }

  /// The name of the digest to Java's security providers.
  public String digest() {
    return digest;
  }

  /// The SASL mechanism without channel binding.
  public String mechanism() {
    return mechanism;
  }
}
