package org.posthorn.storage.engine.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves inline bodies into segments, a portion with one sync. Thread-safe.
///
/// A crash at any point leaves each body inline, or in a segment and no longer inline: both is
/// one batch, written after the segment's sync.
final class Settler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Settler.class);

  private final BodyIndex index;
  private final InlineBodies inline;
  private final WaitingBodies waiting;
  private final Committer committer;
  private final BodyMover mover;
  private final Thread thread;

  /// Under this object's monitor.
  private boolean closed;

  Settler(
      BodyIndex index,
      InlineBodies inline,
      WaitingBodies waiting,
      Committer committer,
      BodyMover mover) {
    this.index = index;
    this.inline = inline;
    this.waiting = waiting;
    this.committer = committer;
    this.mover = mover;
    thread = Thread.ofPlatform().name("store-settler").daemon().unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  private void loop() {
    try {
      while (committer.failure().isEmpty()) {
        waiting.await();
        if (!settlePortion()) {
          // The disk has no room for a segment.
          TimeUnit.SECONDS.sleep(1);
        }
      }
    } catch (InterruptedException _) {
      // Closed: what waits is found at the next opening.
    } catch (StorageException failure) {
      log.atWarn().setCause(failure).log("inline bodies stay where they are");
    }
  }

  /// Moves all that wait.
  void settle() {
    while (waiting.bytes() > 0 && settlePortion()) {
      // Another portion.
    }
  }

  /// Returns whether all of a portion was moved.
  private synchronized boolean settlePortion() {
    if (closed) {
      return true;
    }
    List<InlineBodies.Waiting> portion = waiting.take();
    try {
      move(portion);
    } finally {
      portion.removeIf(body -> !standsInline(body));
      waiting.add(portion);
    }
    return portion.isEmpty();
  }

  private void move(List<InlineBodies.Waiting> portion) {
    List<BodyMover.Copy> copies = new ArrayList<>(portion.size());
    for (InlineBodies.Waiting body : portion) {
      Optional<byte[]> encoded = inline.find(body.hash());
      encoded.ifPresent(
          bytes ->
              copies.add(
                  new BodyMover.Copy(body.hash(), new BodyPlace.Inline(bytes.length), bytes)));
    }
    mover.move(copies);
  }

  private boolean standsInline(InlineBodies.Waiting body) {
    return index.find(body.hash()).filter(place -> place instanceof BodyPlace.Inline).isPresent();
  }

  /// Waits for what runs. An interrupt in the middle of a move would close the segment's file.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      thread.interrupt();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
