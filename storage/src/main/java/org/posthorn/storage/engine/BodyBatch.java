package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.model.BlobHash;

/// Reads many bodies on one pool thread.
final class BodyBatch {
  private BodyBatch() {}

  static List<Optional<Content>> read(
      Store store, Engine engine, List<BlobHash> hashes, long maxBytes) {
    List<Optional<Content>> contents = new ArrayList<>(hashes.size());
    long left = maxBytes;
    for (BlobHash hash : hashes) {
      try (BodyHolder body = BodyHolder.open(engine, hash)) {
        Optional<Long> size = body.size();
        if (size.isEmpty()) {
          contents.add(Optional.empty());
        } else if (size.get() <= left) {
          left -= size.get();
          contents.add(Optional.of(new ByteContent(body.read(0, size.get().intValue()))));
        } else {
          contents.add(Optional.of(new StoredContent(store, hash, size.get())));
        }
      }
    }
    return contents;
  }
}
