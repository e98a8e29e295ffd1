package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
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
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// One group commit in the making: collects the rows of requests, stages their bodies, and
/// remembers what is to be said and thrown away afterwards. Used once, by one thread.
///
/// An [IOException] out of here is fatal: the state of the disk is unknown.
final class GroupCommit {
  private final BodyIndex index;

  /// Where bodies go; empty: inline, made durable by the sync of the rows.
  private final Optional<SegmentAppender> segments;

  private final InlineBodies inline;
  private final RowBatch rows;

  /// The group before, which may not be applied yet.
  private final Optional<Places> before;

  /// Where bodies stand after this commit, as far as it changes that; empty: nowhere.
  private final Map<BlobHash, Optional<BodyPlace>> places = new HashMap<>();

  private final Map<Long, SegmentUse> uses = new HashMap<>();

  /// What a group changes in the index of bodies.
  ///
  /// @param bodies where bodies stand after it; empty: nowhere
  /// @param uses of segments after it
  record Places(Map<BlobHash, Optional<BodyPlace>> bodies, Map<Long, SegmentUse> uses) {}

  private final List<InlineBodies.Waiting> inlined = new ArrayList<>();
  private final List<String> unusedFiles = new ArrayList<>();
  private final List<Long> droppedSegments = new ArrayList<>();
  private final List<CompletableFuture<Void>> done = new ArrayList<>();

  /// Bytes of bodies that are not among the rows.
  private long bodyBytes;

  /// @param before what the group before changed, if that may not be visible in the index yet
  /// @param segments where new bodies go; empty: inline, made durable by the sync of the rows
  GroupCommit(
      BodyIndex index,
      Optional<SegmentAppender> segments,
      InlineBodies inline,
      Optional<Places> before,
      int capacity) {
    this.before = before;
    this.index = index;
    this.segments = segments;
    this.inline = inline;
    this.rows = new RowBatch(capacity);
  }

  /// Adds a request, or refuses it by failing its future.
  void add(Request request) throws IOException {
    switch (request) {
      case Request.Write write -> write(write);
      case Request.Move(List<Request.Moved> bodies, CompletableFuture<Void> whenDone) -> {
        bodies.forEach(this::move);
        done.add(whenDone);
      }
      case Request.DropSegment(long number, CompletableFuture<Void> whenDone) -> {
        drop(number);
        done.add(whenDone);
      }
      case Request.Roll(CompletableFuture<Void> whenDone) -> {
        segments.orElseThrow().roll();
        done.add(whenDone);
      }
    }
  }

  private Optional<BodyPlace> find(BlobHash hash) {
    Optional<BodyPlace> changed = places.get(hash);
    if (changed == null && before.isPresent()) {
      changed = before.get().bodies().get(hash);
    }
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
    } catch (SegmentAppender.NoRoom full) {
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
    if (segments.isEmpty()) {
      inline.put(rows, body.hash(), body.encoded());
      inlined.add(new InlineBodies.Waiting(body.hash(), body.length()));
      name(body.hash(), new BodyPlace.Inline(body.length()));
    } else {
      BodyPlace.InSegment place = segments.get().append(body.hash(), body.encoded());
      bodyBytes += place.length();
      name(body.hash(), place);
      live(place);
    }
  }

  private void move(Request.Moved body) {
    if (find(body.hash()).filter(body.from()::equals).isPresent()) {
      bodyBytes += body.to().length();
      name(body.hash(), body.to());
      live(body.to());
      leave(body.hash(), body.from());
    }
  }

  /// Bodies may have come into the segment after somebody found it empty.
  private void drop(long number) {
    if (use(number).live() <= 0) {
      index.deleteSegment(rows, number);
      uses.remove(number);
      droppedSegments.add(number);
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
      case BodyPlace.InSegment(long segment, long _, long length) ->
          uses.put(segment, use(segment).add(0, -length));
      case BodyPlace.InFile(String name, long _) -> unusedFiles.add(name);
      case BodyPlace.Inline _ -> inline.delete(rows, hash);
    }
  }

  private void live(BodyPlace.InSegment place) {
    long end = place.offset() + place.length();
    uses.put(place.segment(), use(place.segment()).add(end, place.length()));
  }

  private SegmentUse use(long segment) {
    SegmentUse known = uses.get(segment);
    if (known == null && before.isPresent()) {
      known = before.get().uses().get(segment);
    }
    return known != null ? known : index.segment(segment).orElse(new SegmentUse(0, 0));
  }

  /// Makes bodies durable that went into segments; then [#batch] may be written.
  void syncBodies() throws IOException {
    if (segments.isPresent()) {
      segments.get().sync();
    }
  }

  /// Whether there is anything to write.
  boolean hasRows() {
    return !rows.isEmpty() || !uses.isEmpty();
  }

  /// All rows, with the uses of segments, as a batch.
  ///
  /// @param sequence of the record that the batch will be
  byte[] batch(long sequence) {
    uses.forEach((number, use) -> index.put(rows, number, use));
    index.putRecord(rows, sequence);
    return rows.toBytes();
  }

  /// What this group changes in the index of bodies.
  Places places() {
    return new Places(places, uses);
  }

  /// Bytes of bodies that it wrote into segments and files; those that stand inline are rows.
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
}
