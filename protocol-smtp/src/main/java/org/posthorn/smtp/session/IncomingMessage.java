package org.posthorn.smtp.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.posthorn.auth.results.ForgedResults;
import org.posthorn.auth.results.ForgedResultsFilter;
import org.posthorn.protocol.frame.ContentStream;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.delivery.FactsScanner;
import org.posthorn.smtp.delivery.StorageReplies;
import org.posthorn.smtp.policy.ContentWatcher;
import org.posthorn.smtp.transaction.MessageFacts;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolWriter;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A message on its way into the spool. For one thread.
///
/// What goes wrong on the way (too large, disk full) is remembered in [#fault()] and the rest is
/// read and thrown away, so that the client hears of it where it listens; only what exceeds
/// [#MAX_DISCARDED] octets is not waited for.
final class IncomingMessage implements AutoCloseable {
  /// How many octets beyond a fault are read.
  static final long MAX_DISCARDED = 64L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(IncomingMessage.class);
  private static final int FIRST_BUFFER = 8 * 1024;
  private static final int BUFFER = 64 * 1024;
  private static final int NEARLY = 64;

  private final FactsScanner scanner = new FactsScanner();
  private final SpoolWriter writer;
  private final List<ContentWatcher> watchers;
  private final Optional<ForgedResultsFilter> filter;
  private final long limit;
  private long size;
  private long discarded;
  private Optional<Reply> fault = Optional.empty();

  /// @param limit octets that the message may have
  /// @param watchers see what the client sends
  /// @param forged the fields that are left out of what is stored; empty where all is kept
  /// @throws StorageException where the spool takes nothing now
  IncomingMessage(
      Spool spool, long limit, List<ContentWatcher> watchers, Optional<ForgedResults> forged) {
    this.writer = spool.newBody(limit, scanner::accept);
    this.limit = limit;
    this.watchers = List.copyOf(watchers);
    this.filter = forged.map(fields -> new ForgedResultsFilter(fields, writer::write));
  }

  /// Reads content to its end.
  ///
  /// @return false where it was given up, because too much of it was to be thrown away
  boolean take(ContentStream content) throws IOException {
    byte[] buffer = new byte[FIRST_BUFFER];
    for (int n = content.read(buffer, 0, buffer.length);
        n >= 0;
        n = content.read(buffer, 0, buffer.length)) {
      take(buffer, n);
      if (discarded > MAX_DISCARDED) {
        return false;
      }
      if (n > FIRST_BUFFER - NEARLY && buffer.length < BUFFER) {
        buffer = new byte[BUFFER]; // it was filled: there is more
      }
    }
    return true;
  }

  private void take(byte[] buffer, int n) {
    if (fault.isEmpty() && size + n > limit) {
      fail(Replies.MESSAGE_TOO_LARGE);
    }
    if (fault.isPresent()) {
      discarded += n;
      return;
    }
    try {
      watchers.forEach(watcher -> watcher.octets(buffer, 0, n));
      if (filter.isPresent()) {
        filter.get().write(buffer, 0, n);
      } else {
        writer.write(buffer, 0, n);
      }
      size += n;
    } catch (StorageException e) {
      LOG.atWarn().addKeyValue("reason", e.error().message()).log("spool refuses a message");
      fail(StorageReplies.of(e.error()));
    }
  }

  /// The message will not be taken, for that reason.
  void fail(Reply reply) {
    fault = Optional.of(reply);
    writer.close();
  }

  /// Why the message cannot be taken.
  Optional<Reply> fault() {
    return fault;
  }

  /// Octets taken so far.
  long size() {
    return size;
  }

  /// Forged fields that were left out; final once it is finished.
  int removedFields() {
    return filter.map(ForgedResultsFilter::removed).orElse(0);
  }

  MessageFacts facts() {
    return scanner.facts();
  }

  /// The whole message; to be closed by the caller.
  SpooledBody finish() {
    filter.ifPresent(ForgedResultsFilter::finish);
    return writer.finish();
  }

  /// Gives back what an unfinished message holds; harmless for a finished one. Idempotent.
  @Override
  public void close() {
    writer.close();
  }
}
