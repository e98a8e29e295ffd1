package org.posthorn.server.cli;

import java.util.concurrent.CountDownLatch;
import org.posthorn.server.daemon.Daemon;

/// Waits for SIGTERM or SIGINT, then closes the daemon and ends the process with exit code 0: a
/// stop that was asked for is no failure.
final class Shutdown {
  private final CountDownLatch never = new CountDownLatch(1);

  Shutdown(Daemon daemon) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon), "shutdown"));
  }

  /// Does not return: the process ends in the hook.
  void await() throws InterruptedException {
    never.await();
  }

  private static void stop(Daemon daemon) {
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
