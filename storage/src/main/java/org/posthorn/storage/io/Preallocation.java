package org.posthorn.storage.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Reserves disk space for a file before it is written, so that a full disk is met when a file is
/// made and not in the middle of a commit. Java has no call for it; on Linux this calls the C
/// library, elsewhere it does nothing.
final class Preallocation {
  private static final int O_RDWR = 2;
  private static final int ENOSPC = 28;

  private final Optional<Calls> calls;

  private record Calls(MethodHandle open, MethodHandle fallocate, MethodHandle close) {}

  private Preallocation(Optional<Calls> calls) {
    this.calls = calls;
  }

  static Preallocation ofThisPlatform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return new Preallocation(os.contains("linux") ? link() : Optional.empty());
  }

  @SuppressWarnings("restricted") // the JVM is started with native access
  private static Optional<Calls> link() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    try {
      return Optional.of(
          new Calls(
              linker.downcallHandle(
                  library.findOrThrow("open"),
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                  Linker.Option.firstVariadicArg(2)),
              linker.downcallHandle(
                  library.findOrThrow("posix_fallocate"),
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_LONG)),
              linker.downcallHandle(
                  library.findOrThrow("close"),
                  FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))));
    } catch (RuntimeException _) {
      // A C library without these: space is then taken as it is written.
      return Optional.empty();
    }
  }

  /// Reserves the first `length` bytes of an existing file.
  ///
  /// @throws IOException if the disk has not so much left
  void reserve(Path path, long length) throws IOException {
    if (calls.isPresent() && reserve(calls.get(), path, length) == ENOSPC) {
      throw new IOException("no space left for " + length + " bytes of " + path);
    }
  }

  private static int reserve(Calls calls, Path path, long length) {
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) calls.open.invokeExact(arena.allocateFrom(path.toString()), O_RDWR);
      if (file < 0) {
        return 0;
      }
      int result = (int) calls.fallocate.invokeExact(file, 0L, length);
      int _ = (int) calls.close.invokeExact(file);
      return result;
    } catch (Throwable failure) {
      throw new IllegalStateException("a call of the C library failed", failure);
    }
  }
}
