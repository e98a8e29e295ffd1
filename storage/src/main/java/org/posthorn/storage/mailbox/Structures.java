package org.posthorn.storage.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.Optional;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.mime.MessageScanner;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.mime.StructureCodec;
import org.posthorn.storage.mime.StructureFormatException;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.StructureRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the scanner found in each body: parsed once, when it is stored, and cached when it is used.
/// What an older scanner left is made anew when somebody asks for it. Thread-safe.
public final class Structures {
  private static final Logger log = LoggerFactory.getLogger(Structures.class);

  private final Store store;
  private final Cache<BlobHash, Cached> cache;

  private record Cached(MessageStructure structure, int weight) {}

  public Structures(Store store, long maxBytes, MeterRegistry registry) {
    this.store = store;
    this.cache =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(maxBytes)
            .weigher((BlobHash _, Cached cached) -> cached.weight)
            .recordStats()
            .build();
    CaffeineCacheMetrics.monitor(registry, cache, "structures");
  }

  /// Parses a body that is about to be stored.
  public StructureRow parse(SpooledBody body) {
    MessageStructure structure = scan(body.content());
    return remember(body.hash(), structure);
  }

  private static MessageStructure scan(Content content) {
    MessageScanner scanner = new MessageScanner();
    content.writeTo(0, content.size(), scanner::feed);
    return scanner.finish();
  }

  private StructureRow remember(BlobHash hash, MessageStructure structure) {
    byte[] encoded = StructureCodec.encode(structure);
    put(hash, structure, encoded.length);
    return new StructureRow(hash, StructureCodec.VERSION, encoded);
  }

  /// Strings and lists of records take about five times the bytes that encode them.
  private void put(BlobHash hash, MessageStructure structure, int encodedLength) {
    cache.put(hash, new Cached(structure, 400 + 5 * encodedLength));
  }

  Optional<MessageStructure> cached(BlobHash hash) {
    return Optional.ofNullable(cache.getIfPresent(hash)).map(Cached::structure);
  }

  /// Takes a row that was read; empty where it must be made anew.
  Optional<MessageStructure> decode(StructureRow row) {
    try {
      MessageStructure structure = StructureCodec.decode(row.encoded());
      put(row.hash(), structure, row.encoded().length);
      return Optional.of(structure);
    } catch (StructureFormatException _) {
      return Optional.empty();
    }
  }

  /// The structure of a stored body.
  ///
  /// @throws StorageException `Corrupt` where the body is not there
  public MessageStructure get(BlobHash hash) {
    return cached(hash)
        .or(() -> store.read(view -> view.get(StructureRow.TABLE, hash)).flatMap(this::decode))
        .orElseGet(() -> parseAgain(hash));
  }

  private MessageStructure parseAgain(BlobHash hash) {
    Content content =
        store
            .content(hash)
            .orElseThrow(
                () ->
                    new StorageException(
                        new StorageError.Corrupt("the message's body is missing")));
    MessageStructure structure = scan(content);
    StructureRow row = remember(hash, structure);
    try {
      store.run(
          Scopes.none(),
          tx -> {
            // Reading the body's row makes the sweep's deletion and this write meet.
            if (tx.get(BlobRow.TABLE, hash).isPresent()) {
              tx.put(StructureRow.TABLE, row);
            }
          });
    } catch (StorageException failure) {
      log.atWarn()
          .setCause(failure)
          .addKeyValue("blob", hash)
          .log("a structure that was made anew could not be stored");
    }
    return structure;
  }
}
