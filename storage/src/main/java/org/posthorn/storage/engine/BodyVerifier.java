package org.posthorn.storage.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageException;

/// Reads every body and compares its checksums and its hash; for engines.
///
/// @param pages the stored bodies in ascending order
/// @param bodies opens one
public record BodyVerifier(Pages pages, Function<BlobHash, Optional<EngineBody>> bodies) {
  private static final int PAGE = 1000;

  /// Lists stored bodies.
  @FunctionalInterface
  public interface Pages {
    /// At most `limit` hashes behind `last`.
    List<BlobHash> page(Optional<BlobHash> last, int limit);
  }

  /// A line for each damaged body.
  public List<String> run() {
    List<String> problems = new ArrayList<>();
    Optional<BlobHash> last = Optional.empty();
    List<BlobHash> page;
    do {
      page = pages.page(last, PAGE);
      for (BlobHash hash : page) {
        check(hash).ifPresent(problem -> problems.add("body " + hash + ": " + problem));
        last = Optional.of(hash);
      }
    } while (!page.isEmpty());
    return problems;
  }

  private Optional<String> check(BlobHash hash) {
    try {
      Optional<EngineBody> found = bodies.apply(hash);
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
