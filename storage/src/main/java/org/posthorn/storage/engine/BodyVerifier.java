package org.posthorn.storage.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.posthorn.storage.engine.Engine.BodyCheck;
import org.posthorn.storage.engine.Engine.DamagedBody;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageException;

/// Reads bodies and compares their checksums and their hash; for engines.
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

  /// Checks the next bodies behind one.
  public BodyCheck check(Optional<BlobHash> after) {
    List<DamagedBody> damaged = new ArrayList<>();
    List<BlobHash> page = pages.page(after, PAGE);
    for (BlobHash hash : page) {
      check(hash).ifPresent(problem -> damaged.add(new DamagedBody(hash, problem)));
    }
    return new BodyCheck(
        damaged, page.size(), page.isEmpty() ? Optional.empty() : Optional.of(page.getLast()));
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
