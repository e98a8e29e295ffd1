package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Reads many bodies on one pool thread.
final class BodyBatch {
  private BodyBatch() {}

  static List<Optional<Content>> read(
      Store store, Engine engine, List<BlobHash> hashes, long maxBytes) {
    List<Optional<Content>> contents = new ArrayList<>(hashes.size());
    long left = maxBytes;
    for (BlobHash hash : hashes) {
      Optional<Content> content = read(store, engine, hash, left);
      left -= content.filter(ByteContent.class::isInstance).map(Content::size).orElse(0L);
      contents.add(content);
    }
    return contents;
  }

  private static Optional<Content> read(Store store, Engine engine, BlobHash hash, long maxBytes) {
    try (BodyHolder body = BodyHolder.open(engine, hash)) {
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
    return hashes.stream().map(hash -> readStart(engine, hash, length)).toList();
  }

  private static Optional<byte[]> readStart(Engine engine, BlobHash hash, int length) {
    try (BodyHolder body = BodyHolder.open(engine, hash)) {
      return body.size().map(size -> body.read(0, (int) Math.min(size, length)));
    } catch (StorageException failure) {
      if (!(failure.error() instanceof StorageError.Corrupt)) {
        throw failure;
      }
      return Optional.empty();
    }
  }
}
