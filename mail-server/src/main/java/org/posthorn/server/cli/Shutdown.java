package org.posthorn.server.cli;

import java.util.concurrent.CountDownLatch;
import org.posthorn.server.daemon.Daemon;

/// Waits for SIGTERM or SIGINT, then closes the daemon and ends the process with exit code 0: a
/// stop that was asked for is no failure.
final class Shutdown {
  private final CountDownLatch never = new CountDownLatch(1);
  private final Daemon daemon;
  private final Thread hook;

  Shutdown(Daemon daemon) {
    this.daemon = daemon;
    this.hook = new Thread(this::stop, "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Stops at once because something went wrong; the caller says what, and with which exit code the
  /// process ends.
  void giveUp() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      return; // the hook is at work
    }
    daemon.close();
  }

  /// Does not return: the process ends in the hook.
  void await() throws InterruptedException {
    never.await();
  }

  private void stop() {
    int code = ExitCode.OK;
    try {
      daemon.close();
    } catch (RuntimeException e) {
      org.slf4j.LoggerFactory.getLogger(Shutdown.class)
          .atError()
          .setCause(e)
          .log("the daemon did not stop cleanly");
      code = ExitCode.SOFTWARE;
    }
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }
}
