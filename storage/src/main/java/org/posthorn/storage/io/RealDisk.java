package org.posthorn.storage.io;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The file system of the machine.
public final class RealDisk implements Disk {
  private final Preallocation preallocation = Preallocation.ofThisPlatform();

  @Override
  public DiskFile create(Path path) throws IOException {
    return new RealFile(path, FileChannel.open(path, CREATE_NEW, READ, WRITE), preallocation);
  }

  @Override
  public DiskFile open(Path path) throws IOException {
    return new RealFile(path, FileChannel.open(path, READ, WRITE), preallocation);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void makeDirectory(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      makeDirectory(parent);
    }
    Files.createDirectories(path);
    if (parent != null) {
      syncDirectory(parent);
    }
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, READ)) {
      channel.force(true);
    }
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Override
  public void link(Path existing, Path link) throws IOException {
    try {
      Files.createLink(link, existing);
    } catch (UnsupportedOperationException | IOException _) {
      // Another file system, or one without links.
      Files.copy(existing, link);
      try (FileChannel channel = FileChannel.open(link, WRITE)) {
        channel.force(true);
      }
    }
  }

  @Override
  public int links(Path path) throws IOException {
    return Files.getAttribute(path, "unix:nlink") instanceof Integer count ? count : 1;
  }

  @Override
  public long usableSpace(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  private record RealFile(Path path, FileChannel channel, Preallocation preallocation)
      implements DiskFile {
    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      long at = position;
      while (source.hasRemaining()) {
        at += channel.write(source, at);
      }
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position() - offset) < 0) {
          throw new EOFException(path + " ends before byte " + (position + length));
        }
      }
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void allocate(long length) throws IOException {
      preallocation.reserve(path, length);
      if (channel.size() < length) {
        channel.write(ByteBuffer.allocate(1), length - 1);
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public Optional<MemorySegment> map(Arena arena) throws IOException {
      return Optional.of(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
