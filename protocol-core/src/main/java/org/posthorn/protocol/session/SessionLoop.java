package org.posthorn.protocol.session;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.posthorn.protocol.frame.ConnectionEndedException;
import org.posthorn.protocol.frame.InboundQueue;
import org.posthorn.protocol.frame.LineTooLongException;
import org.posthorn.protocol.frame.PeerTimeoutException;
import org.posthorn.protocol.frame.Polled;
import org.posthorn.protocol.limit.Pace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Runs one session: takes a line, runs the command, writes, flushes. A virtual thread is started
/// when there is work and ends when there is none, so an idle connection has no thread.
///
/// [#wake] may be called by any thread at any time; at most one run goes on at a time, and a
/// wake-up is never lost.
final class SessionLoop implements Runnable, InboundQueue.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLoop.class);
  private static final int MAX_TASKS = 1024;

  private enum Run {
    IDLE,
    RUNNING,
    /// Woken while running: look once more before ending.
    AGAIN,
    OVER
  }

  private final Connection connection;
  private final SessionFactory factory;
  private final Executor executor;
  private final AtomicReference<Run> state = new AtomicReference<>(Run.IDLE);
  private final ArrayDeque<SessionTask> tasks = new ArrayDeque<>(1);
  private final Pace commands;
  private final long openedAt = System.nanoTime();
  private @Nullable Session session;
  private volatile @Nullable Farewell farewell;

  /// When the session last ran out of work ([System#nanoTime]).
  private volatile long idleSince = System.nanoTime();

  SessionLoop(Connection connection, SessionFactory factory, Executor executor) {
    this.connection = connection;
    this.factory = factory;
    this.executor = executor;
    this.commands = new Pace(0);
  }

  /// There is, or may be, work.
  void wake() {
    while (true) {
      switch (Objects.requireNonNull(state.get())) {
        case IDLE -> {
          if (state.compareAndSet(Run.IDLE, Run.RUNNING)) {
            start();
            return;
          }
        }
        case RUNNING -> {
          if (state.compareAndSet(Run.RUNNING, Run.AGAIN)) {
            return;
          }
        }
        case AGAIN, OVER -> {
          return;
        }
      }
    }
  }

  /// Ends the session between two commands. Thread-safe; the first reason counts.
  void sayFarewell(Farewell reason) {
    if (farewell == null) {
      farewell = reason;
    }
    wake();
  }

  void post(SessionTask task) {
    synchronized (tasks) {
      if (isOver() || tasks.contains(task)) {
        return;
      }
      if (tasks.size() >= MAX_TASKS) {
        throw new IllegalStateException("too many tasks for one session");
      }
      tasks.addLast(task);
    }
    wake();
  }

  /// Ends the session if its peer has been silent or slow for too long. Called now and then by the
  /// event loop.
  void checkTimeouts(long now) {
    if (state.get() != Run.IDLE) {
      return;
    }
    var timeouts = connection.limits().timeouts();
    if (!connection.isLoggedIn() && now - openedAt > timeouts.login().toNanos()) {
      sayFarewell(Farewell.LOGIN_TIMEOUT);
    } else if (connection.queue().partialFor(now) > timeouts.line().toNanos()) {
      sayFarewell(Farewell.TOO_SLOW);
    } else if (now - idleSince > timeouts.idle().toNanos()) {
      sayFarewell(Farewell.IDLE);
    }
  }

  /// Whether no thread runs the session now.
  boolean isIdle() {
    return state.get() == Run.IDLE;
  }

  boolean isOver() {
    return state.get() == Run.OVER;
  }

  @Override
  public void ready() {
    wake();
  }

  @Override
  public void reading(boolean on) {
    connection.channel().config().setAutoRead(on);
  }

  @Override
  public void run() {
    MDC.put("session", connection.id());
    MDC.put("protocol", factory.name());
    boolean goesOn = false;
    try {
      do {
        state.set(Run.RUNNING);
        goesOn = work();
        connection.output().release();
        connection.countSent();
        idleSince = System.nanoTime();
      } while (goesOn && !state.compareAndSet(Run.RUNNING, Run.IDLE));
    } finally {
      if (!goesOn) {
        finish();
      }
      MDC.clear();
    }
  }

  private void start() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException _) {
      connection.abort();
    }
  }

  /// Runs until nothing is left to do.
  ///
  /// @return false when the session is over
  private boolean work() {
    try {
      Session current = session;
      if (current == null) {
        if (!connection.channel().isActive()) {
          return false; // gone before anything was said
        }
        current = factory.open(connection);
        session = current;
        current.open();
      }
      while (step(current)) {
        // One command, task or line at a time.
      }
      connection.output().flush();
      return !connection.isClosing();
    } catch (ConnectionEndedException _) {
      return false;
    } catch (PeerTimeoutException _) {
      part(Farewell.TOO_SLOW);
      return false;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      report(e);
      part(Farewell.INTERNAL_ERROR);
      return false;
    }
  }

  /// Does the next thing there is to do; false when there is none.
  private boolean step(Session current) throws IOException {
    if (connection.isClosing()) {
      return false;
    }
    Farewell reason = farewell;
    if (reason != null) {
      current.farewell(reason);
      connection.close();
      return false;
    }
    Optional<SessionTask> task = nextTask();
    if (task.isPresent()) {
      guard(current, task.get());
      return true;
    }
    return switch (connection.input().poll()) {
      case Polled.Complete(var line) -> {
        pace();
        guard(current, () -> current.command(line));
        connection.input().finishContent();
        yield true;
      }
      case Polled.TooLong() -> {
        current.lineTooLong();
        yield true;
      }
      case Polled.Ended() -> {
        connection
            .close(); // what was answered still goes out: the peer may have closed one direction
        // only
        yield false;
      }
      case Polled.Nothing() -> false;
    };
  }

  private void pace() throws IOException {
    commands.rate(connection.limits().rates().commands());
    long nanos = commands.take(1);
    if (nanos > 0) {
      connection.output().flush();
      Pace.sleep(nanos);
    }
  }

  /// Runs a call of the session; an unexpected failure is logged, answered, and survived.
  private void guard(Session current, SessionTask call) throws IOException {
    try {
      call.run();
    } catch (ConnectionEndedException | PeerTimeoutException e) {
      throw e;
    } catch (LineTooLongException _) {
      current.lineTooLong();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      current.failed(report(e));
    }
  }

  private String report(Throwable failure) {
    String errorId = SessionIds.next();
    connection.metrics().failure();
    LOG.atError()
        .addKeyValue("error", errorId)
        .addKeyValue("remote", connection.remoteHost())
        .setCause(failure)
        .log("session failed");
    return errorId;
  }

  /// Says farewell where something went wrong, as well as may be.
  private void part(Farewell reason) {
    Session current = session;
    if (current == null) {
      return;
    }
    try {
      if (connection.channel().isWritable()) {
        current.farewell(reason);
        connection.output().flush();
      }
    } catch (IOException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("no farewell");
    }
  }

  private Optional<SessionTask> nextTask() {
    synchronized (tasks) {
      return Optional.ofNullable(tasks.pollFirst());
    }
  }

  private void finish() {
    state.set(Run.OVER);
    connection.output().release();
    connection.queue().close();
    try {
      Session current = session;
      if (current != null) {
        current.ended();
      }
    } catch (RuntimeException e) {
      report(e);
    } finally {
      GentleClose.start(connection.channel(), connection.limits().timeouts().write());
    }
  }
}
