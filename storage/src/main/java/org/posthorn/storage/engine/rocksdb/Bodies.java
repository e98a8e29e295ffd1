package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.blob.BlobContent;
import org.posthorn.storage.blob.BlobSource;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.engine.segment.Segment;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.io.DiskFile;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Opens stored bodies, wherever they stand. Thread-safe.
final class Bodies {
  /// A body may be moved between the look into the index and the opening; more often than so is
  /// damage.
  private static final int TRIES = 10;

  private static final int PAGE = 1000;
  private static final BodyPlace NOWHERE = new BodyPlace.InSegment(0, 0, 0);

  private final BodyIndex index;
  private final Segments segments;
  private final InlineBodies inline;
  private final BodyFiles files;

  Bodies(BodyIndex index, Segments segments, InlineBodies inline, BodyFiles files) {
    this.index = index;
    this.segments = segments;
    this.inline = inline;
    this.files = files;
  }

  Optional<EngineBody> open(BlobHash hash) {
    for (int i = 0; i < TRIES; i++) {
      Optional<BodyPlace> place = index.find(hash);
      if (place.isEmpty()) {
        return Optional.empty();
      }
      Optional<EngineBody> body = open(hash, place.get());
      if (body.isPresent()) {
        return body;
      }
    }
    throw new StorageException(
        new StorageError.Corrupt("a stored message is damaged: its file is missing"));
  }

  /// The names of all files that are named.
  List<String> fileNames() {
    List<String> names = new ArrayList<>();
    Optional<BlobHash> last = Optional.empty();
    List<BlobHash> page;
    do {
      page = index.page(last, PAGE);
      for (BlobHash hash : page) {
        if (index.find(hash).orElse(NOWHERE) instanceof BodyPlace.InFile file) {
          names.add(file.name());
        }
        last = Optional.of(hash);
      }
    } while (!page.isEmpty());
    return names;
  }

  private Optional<EngineBody> open(BlobHash hash, BodyPlace place) {
    return switch (place) {
      case BodyPlace.InSegment(long number, long offset, long length) ->
          segments
              .acquire(number)
              .map(segment -> open(new SegmentSource(segment, offset, length), segment::release));
      case BodyPlace.Inline _ ->
          inline.find(hash).map(bytes -> open(BlobSource.of(bytes, bytes.length), () -> {}));
      case BodyPlace.InFile(String name, long length) -> {
        try {
          DiskFile file = files.disk().open(files.path(name));
          yield Optional.of(open(new FileSource(file, length), () -> close(file)));
        } catch (IOException _) {
          yield Optional.empty();
        }
      }
    };
  }

  private static EngineBody open(BlobSource source, Runnable onClose) {
    try {
      return new OpenBody(BlobContent.open(source), onClose);
    } catch (RuntimeException failure) {
      onClose.run();
      throw failure;
    }
  }

  private static void close(DiskFile file) {
    try {
      file.close();
    } catch (IOException failure) {
      throw new StorageException(new StorageError.Unavailable("the disk cannot be read"), failure);
    }
  }

  private record SegmentSource(Segment segment, long offset, long length) implements BlobSource {
    @Override
    public void read(long position, byte[] target, int at, int count) {
      segment.read(offset + position, target, at, count);
    }
  }

  private record FileSource(DiskFile file, long length) implements BlobSource {
    @Override
    public void read(long position, byte[] target, int at, int count) {
      try {
        file.read(position, target, at, count);
      } catch (java.io.EOFException _) {
        throw new StorageException(
            new StorageError.Corrupt("a stored message is damaged: its file is cut short"));
      } catch (IOException failure) {
        throw new StorageException(
            new StorageError.Unavailable("the disk cannot be read"), failure);
      }
    }
  }

  private record OpenBody(BlobContent content, Runnable onClose) implements EngineBody {
    @Override
    public long size() {
      return content.size();
    }

    @Override
    public byte[] read(long offset, int length) {
      return content.read(offset, length);
    }

    @Override
    public void writeTo(long offset, long length, Sink sink) {
      content.writeTo(offset, length, sink);
    }

    @Override
    public InputStream stream(long offset, long length) {
      return content.stream(offset, length);
    }

    @Override
    public void close() {
      onClose.run();
    }
  }
}
