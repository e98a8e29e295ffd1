package org.posthorn.server.admin;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;

/// The console of a command that runs in this process: progress is one line that is written over,
/// and only where somebody looks.
public final class TerminalConsole implements Console {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int BAR_WIDTH = 30;

  private final PrintWriter out;
  private final PrintWriter err;
  private final InputStream input;
  private final boolean interactive;
  private long lastDraw = System.nanoTime() - REDRAW_NANOS;
  private boolean drawn;

  /// @param interactive whether standard error is a terminal, so that a progress bar makes sense
  public TerminalConsole(PrintWriter out, PrintWriter err, InputStream input, boolean interactive) {
    this.out = out;
    this.err = err;
    this.input = input;
    this.interactive = interactive;
  }

  @Override
  public void out(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  @Override
  public void err(String line) {
    clear();
    err.println(line);
    err.flush();
  }

  @Override
  public void progress(String what, long done, long total) {
    long now = System.nanoTime();
    if (!interactive || (now - lastDraw < REDRAW_NANOS && done != total)) {
      return;
    }
    lastDraw = now;
    drawn = true;
    err.print("\r\u001b[K" + bar(what, done, total));
    err.flush();
  }

  private static String bar(String what, long done, long total) {
    if (total <= 0) {
      return String.format(Locale.ROOT, "%s: %,d", what, done);
    }
    int full = (int) (BAR_WIDTH * Math.min(done, total) / total);
    return String.format(
        Locale.ROOT,
        "%s [%s%s] %,d of %,d",
        what,
        "#".repeat(full),
        ".".repeat(BAR_WIDTH - full),
        done,
        total);
  }

  private void clear() {
    if (drawn) {
      err.print("\r\u001b[K");
      drawn = false;
    }
  }

  @Override
  public InputStream input() {
    return input;
  }
}
