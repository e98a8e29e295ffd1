package org.posthorn.server.cli;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.Dns;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A message in a file, as it was on the wire: where the first line ends with LF alone, the file
/// was
/// kept in the manner of Unix, and all line ends are made CRLF.
final class MessageSource {
  private static final int LOOK_AHEAD = 64 * 1024;

  @Parameters(
      paramLabel = "FILE",
      description = "The message, with CRLF or LF at line ends; '-' for standard input.")
  Path file;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Verify as of this time: 2026-11-24, 2026-11-24T09:30, 90d for 90 days ago.")
  @Nullable String at;

  /// Reads the message, and verifies its signatures and its chain.
  MessageVerifier.Verified verify(Dns dns) throws IOException {
    InstantSource clock =
        at == null ? InstantSource.system() : InstantSource.fixed(Moments.parse(at));
    try (InputStream in =
        asSent(file.toString().equals("-") ? System.in : Files.newInputStream(file))) {
      return new MessageVerifier(dns, VerifierLimits.DEFAULT, clock).verify(in);
    }
  }

  private static InputStream asSent(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, LOOK_AHEAD);
    in.mark(LOOK_AHEAD);
    int last = 0;
    int next = in.read();
    for (int i = 1; i < LOOK_AHEAD && next >= 0 && next != '\n'; i++) {
      last = next;
      next = in.read();
    }
    in.reset();
    return last == '\r' ? in : new LineEnds(in);
  }

  /// Puts a CR before each LF that has none.
  private static final class LineEnds extends FilterInputStream {
    private int last;
    private boolean heldBack;

    LineEnds(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      if (heldBack) {
        heldBack = false;
        last = '\n';
        return last;
      }
      int next = in.read();
      heldBack = next == '\n' && last != '\r';
      last = heldBack ? '\r' : next;
      return last;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = 0;
      while (count < length) {
        int next = read();
        if (next < 0) {
          return count == 0 ? -1 : count;
        }
        bytes[offset + count++] = (byte) next;
      }
      return count;
    }
  }
}
