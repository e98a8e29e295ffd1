package org.posthorn.storage.engine.rocksdb;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageException;

/// Reads every body and compares its checksums and its hash.
final class Verifier {
  private static final int PAGE = 1000;

  private final BodyIndex index;
  private final Bodies bodies;

  Verifier(BodyIndex index, Bodies bodies) {
    this.index = index;
    this.bodies = bodies;
  }

  /// A line for each damaged body.
  List<String> run() {
    List<String> problems = new ArrayList<>();
    Optional<BlobHash> last = Optional.empty();
    List<BlobHash> page;
    do {
      page = index.page(last, PAGE);
      for (BlobHash hash : page) {
        check(hash).ifPresent(problem -> problems.add("body " + hash + ": " + problem));
        last = Optional.of(hash);
      }
    } while (!page.isEmpty());
    return problems;
  }

  private Optional<String> check(BlobHash hash) {
    try {
      Optional<EngineBody> found = bodies.open(hash);
      if (found.isEmpty()) {
        // Deleted since the page was read.
        return Optional.empty();
      }
      try (EngineBody body = found.get()) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        body.writeTo(0, body.size(), digest::update);
        return BlobHash.of(digest.digest()).equals(hash)
            ? Optional.empty()
            : Optional.of("its octets do not match its hash");
      }
    } catch (StorageException failure) {
      return Optional.of(failure.error().message());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
