package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.engine.ConflictException;
import org.posthorn.storage.engine.rocksdb.BodyIndex.SegmentUse;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// One group commit in the making: collects the rows of requests, stages their bodies, and
/// remembers what is to be said and thrown away afterwards. Used once, on the commit thread.
///
/// An [IOException] out of here is fatal: the state of the disk is unknown.
final class GroupCommit {
  private final BodyIndex index;
  private final Segments segments;
  private final InlineBodies inline;
  private final boolean intoLog;
  private final RowBatch rows;

  /// Where bodies stand after this commit, as far as it changes that; empty: nowhere.
  private final Map<BlobHash, Optional<BodyPlace>> places = new HashMap<>();

  private final Map<Long, SegmentUse> uses = new HashMap<>();
  private final List<InlineBodies.Waiting> inlined = new ArrayList<>();
  private final List<String> unusedFiles = new ArrayList<>();
  private final List<Long> droppedSegments = new ArrayList<>();
  private final List<CompletableFuture<Void>> done = new ArrayList<>();
  private boolean appended;
  private long bodyBytes;

  /// @param intoLog whether new bodies go inline, made durable by the sync of the rows
  GroupCommit(
      BodyIndex index, Segments segments, InlineBodies inline, boolean intoLog, int capacity) {
    this.index = index;
    this.segments = segments;
    this.inline = inline;
    this.intoLog = intoLog;
    this.rows = new RowBatch(capacity);
  }

  /// Adds a request, or refuses it by failing its future.
  void add(Request request) throws IOException {
    switch (request) {
      case Request.Write write -> write(write);
      case Request.Move(List<Request.Moved> bodies, CompletableFuture<Void> whenDone) -> {
        for (Request.Moved body : bodies) {
          move(body);
        }
        done.add(whenDone);
      }
      case Request.DropSegment(long number, CompletableFuture<Void> whenDone) -> {
        index.deleteSegment(rows, number);
        uses.remove(number);
        droppedSegments.add(number);
        done.add(whenDone);
      }
      case Request.Roll(CompletableFuture<Void> whenDone) -> {
        syncBodies();
        segments.roll();
        done.add(whenDone);
      }
      case Request.Stop(CompletableFuture<Void> whenDone) -> done.add(whenDone);
    }
  }

  private Optional<BodyPlace> find(BlobHash hash) {
    Optional<BodyPlace> changed = places.get(hash);
    return changed != null ? changed : index.find(hash);
  }

  private void write(Request.Write write) throws IOException {
    for (BlobHash hash : write.expected()) {
      if (find(hash).isEmpty()) {
        write.done().completeExceptionally(new ConflictException("a body has gone"));
        return;
      }
    }
    List<BlobHash> stored = new ArrayList<>(write.small().size());
    try {
      for (EncodedBody body : write.small()) {
        if (find(body.hash()).isEmpty()) {
          store(body);
          stored.add(body.hash());
        }
      }
    } catch (NoRoom full) {
      stored.forEach(this::delete);
      write
          .done()
          .completeExceptionally(
              new StorageException(new StorageError.Full("the disk is full"), full));
      return;
    }
    for (Request.PlacedFile file : write.files()) {
      if (find(file.hash()).isPresent()) {
        unusedFiles.add(file.place().name());
      } else {
        name(file.hash(), file.place());
        bodyBytes += file.place().length();
      }
    }
    write.deleted().forEach(this::delete);
    rows.append(write.rows());
    done.add(write.done());
  }

  private void store(EncodedBody body) throws IOException {
    if (intoLog) {
      inline.put(rows, body.hash(), body.encoded());
      inlined.add(new InlineBodies.Waiting(body.hash(), body.length()));
      bodyBytes += body.length();
      name(body.hash(), new BodyPlace.Inline(body.length()));
    } else {
      append(body.hash(), body.encoded());
    }
  }

  private void move(Request.Moved body) throws IOException {
    if (find(body.hash()).filter(body.from()::equals).isEmpty()) {
      return;
    }
    try {
      append(body.hash(), ByteBuffer.wrap(body.encoded()));
      leave(body.hash(), body.from());
    } catch (NoRoom _) {
      // It stays where it is.
    }
  }

  /// Appends a body to a segment and names it.
  private void append(BlobHash hash, ByteBuffer encoded) throws IOException {
    if (segments.needsNewSegment(encoded.remaining())) {
      nextSegment(encoded.remaining());
    }
    BodyPlace.InSegment place = segments.append(hash, encoded);
    appended = true;
    bodyBytes += place.length();
    use(place.segment(), segments.end(), place.length());
    name(hash, place);
  }

  private void nextSegment(int length) throws IOException {
    syncBodies();
    segments.roll();
    try {
      segments.startSegment(length);
    } catch (IOException failure) {
      throw new NoRoom(failure);
    }
  }

  private void name(BlobHash hash, BodyPlace place) {
    places.put(hash, Optional.of(place));
    index.put(rows, hash, place);
  }

  private void delete(BlobHash hash) {
    find(hash)
        .ifPresent(
            place -> {
              places.put(hash, Optional.empty());
              index.delete(rows, hash);
              leave(hash, place);
            });
  }

  /// A body stands no more where it stood.
  private void leave(BlobHash hash, BodyPlace place) {
    switch (place) {
      case BodyPlace.InSegment(long segment, long _, long length) -> use(segment, 0, -length);
      case BodyPlace.InFile(String name, long _) -> unusedFiles.add(name);
      case BodyPlace.Inline _ -> inline.delete(rows, hash);
    }
  }

  private void use(long segment, long end, long live) {
    SegmentUse before =
        uses.computeIfAbsent(segment, number -> index.segment(number).orElse(new SegmentUse(0, 0)));
    uses.put(segment, before.add(end, live));
  }

  /// Makes the bodies durable; then [#rows()] may be written.
  void syncBodies() throws IOException {
    if (appended) {
      segments.sync();
      appended = false;
    }
  }

  /// Whether [#syncBodies] has something to do.
  boolean hasUnsyncedBodies() {
    return appended;
  }

  /// All rows, with the uses of segments.
  RowBatch rows() {
    uses.forEach((number, use) -> index.put(rows, number, use));
    return rows;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  /// How many requests are in it.
  int size() {
    return done.size();
  }

  /// Bodies that stand inline once this is durable.
  List<InlineBodies.Waiting> inlined() {
    return inlined;
  }

  /// Files that nothing names once this is durable.
  List<String> unusedFiles() {
    return unusedFiles;
  }

  List<Long> droppedSegments() {
    return droppedSegments;
  }

  /// Tells all that wait.
  void complete() {
    done.forEach(one -> one.complete(null));
  }

  void fail(Throwable failure) {
    done.forEach(one -> one.completeExceptionally(failure));
  }

  /// A new segment could not be made.
  private static final class NoRoom extends IOException {
    private static final long serialVersionUID = 1;

    NoRoom(IOException cause) {
      super("no room for a new segment", cause);
    }
  }
}
