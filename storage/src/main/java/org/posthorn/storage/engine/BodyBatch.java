package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Reads many bodies on one pool thread.
final class BodyBatch {
  /// Larger bodies are opened one by one.
  private static final int SMALL = 64 << 10;

  private BodyBatch() {}

  static List<Optional<Content>> read(
      Store store, Engine engine, List<BlobHash> hashes, long maxBytes) {
    List<Optional<Content>> contents = new ArrayList<>(hashes.size());
    Map<BlobHash, EngineBody> together = engine.openTogether(hashes, SMALL);
    long left = maxBytes;
    for (BlobHash hash : hashes) {
      Optional<Content> content = read(store, engine, hash, together, left);
      left -= content.filter(ByteContent.class::isInstance).map(Content::size).orElse(0L);
      contents.add(content);
    }
    return contents;
  }

  private static Optional<Content> read(
      Store store,
      Engine engine,
      BlobHash hash,
      Map<BlobHash, EngineBody> together,
      long maxBytes) {
    try (BodyHolder body = BodyHolder.open(engine, hash, together)) {
      return body.size()
          .map(
              size ->
                  size <= maxBytes
                      ? new ByteContent(body.read(0, size.intValue()))
                      : new StoredContent(store, hash, size));
    } catch (StorageException failure) {
      if (!(failure.error() instanceof StorageError.Corrupt)) {
        throw failure;
      }
      return Optional.of(new DamagedContent(failure));
    }
  }

  static List<Optional<byte[]>> readStarts(Engine engine, List<BlobHash> hashes, int length) {
    Map<BlobHash, EngineBody> together = engine.openTogether(hashes, SMALL);
    return hashes.stream().map(hash -> readStart(engine, hash, together, length)).toList();
  }

  private static Optional<byte[]> readStart(
      Engine engine, BlobHash hash, Map<BlobHash, EngineBody> together, int length) {
    try (BodyHolder body = BodyHolder.open(engine, hash, together)) {
      return body.size().map(size -> body.read(0, (int) Math.min(size, length)));
    } catch (StorageException failure) {
      if (!(failure.error() instanceof StorageError.Corrupt)) {
        throw failure;
      }
      return Optional.empty();
    }
  }
}
