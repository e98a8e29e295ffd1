package org.posthorn.auth.body;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Hashes a body in several ways in one pass. For one thread.
final class BodyHasher {
  private final Map<BodyCanonicalization, Form> forms = new EnumMap<>(BodyCanonicalization.class);

  BodyHasher(Set<BodyHashSpec> specs) {
    for (BodyHashSpec spec : specs) {
      forms.computeIfAbsent(spec.canonicalization(), Form::new).digests.add(new Digest(spec));
    }
  }

  void accept(byte[] bytes, int offset, int length) {
    for (Form form : forms.values()) {
      form.canonicalizer.accept(bytes, offset, length);
    }
  }

  Map<BodyHashSpec, BodyHash> finish() {
    Map<BodyHashSpec, BodyHash> hashes = new HashMap<>();
    for (Form form : forms.values()) {
      form.canonicalizer.finish();
      for (Digest digest : form.digests) {
        hashes.put(digest.spec, new BodyHash(digest.sha256.digest(), form.size));
      }
    }
    return hashes;
  }

  /// The body in one canonical form.
  private static final class Form {
    private final BodyCanonicalizer canonicalizer;
    private final List<Digest> digests = new ArrayList<>(1);
    private long size;

    Form(BodyCanonicalization canonicalization) {
      this.canonicalizer = new BodyCanonicalizer(canonicalization, this::take);
    }

    private void take(byte[] bytes, int offset, int length) {
      size += length;
      for (Digest digest : digests) {
        digest.take(bytes, offset, length);
      }
    }
  }

  /// A hash that stops at the length it was asked for.
  private static final class Digest {
    private final BodyHashSpec spec;
    private final MessageDigest sha256 = sha256();
    private long left;

    Digest(BodyHashSpec spec) {
      this.spec = spec;
      this.left = spec.length().orElse(Long.MAX_VALUE);
    }

    void take(byte[] bytes, int offset, int length) {
      int taken = (int) Math.min(length, left);
      sha256.update(bytes, offset, taken);
      left -= taken;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
