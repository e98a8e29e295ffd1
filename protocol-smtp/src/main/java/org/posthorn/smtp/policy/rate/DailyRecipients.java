package org.posthorn.smtp.policy.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.SmtpPolicy.AtData;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.state.StateStore;
import org.posthorn.storage.state.StateStore.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// To how many recipients a day an account submits: what a stolen password is worth. The count is
/// kept in the store, so that a restart forgets nothing and all daemons on one store count
/// together.
///
/// RCPT looks, DATA takes: one write for a message. A bucket refills evenly over the day. When the
/// store fails, mail passes. Thread-safe.
public final class DailyRecipients {
  private static final Logger LOG = LoggerFactory.getLogger(DailyRecipients.class);
  private static final Reply TOO_MANY =
      Reply.of(452, 7, 1, "Too many recipients in a day; come again later");
  private static final String KIND = "account-recipients";
  private static final Duration DAY = Duration.ofDays(1);
  private static final byte FORMAT = 1;
  private static final int LENGTH = 1 + Double.BYTES + Long.BYTES;
  private static final int MAX_KNOWN = 50_000;

  private final StateStore state;
  private final int limit;
  private final InstantSource clock;

  /// What was found last; another daemon may have taken more since.
  private final Cache<String, Bucket> known = Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();

  /// @param limit recipients a day; 0 means any number
  public DailyRecipients(StateStore state, int limit, InstantSource clock) {
    this.state = state;
    this.limit = limit;
    this.clock = clock;
  }

  /// What is left of a day's recipients.
  ///
  /// @param left as of then
  private record Bucket(double left, Instant at) {
    byte[] encode() {
      return ByteBuffer.allocate(LENGTH)
          .put(FORMAT)
          .putDouble(left)
          .putLong(at.toEpochMilli())
          .array();
    }

    /// The bucket in a row; empty where a later version wrote it.
    static Optional<Bucket> decode(byte[] row) {
      ByteBuffer in = ByteBuffer.wrap(row);
      return row.length == LENGTH && in.get() == FORMAT
          ? Optional.of(new Bucket(in.getDouble(), Instant.ofEpochMilli(in.getLong())))
          : Optional.empty();
    }

    Bucket refilled(int limit, Instant now) {
      double passed = Math.max(0, Duration.between(at, now).toMillis());
      return new Bucket(Math.min(limit, left + passed * limit / DAY.toMillis()), now);
    }

    Bucket without(int recipients) {
      return new Bucket(left - recipients, at);
    }
  }

  /// Has it made on submission.
  public void addTo(PolicyChecks.Part part) {
    if (limit > 0) {
      part.rcpt(this::rcpt).data(this::data);
    }
  }

  private Verdict rcpt(AtRcpt context) {
    int wanted = context.envelope().recipients().size() + 1;
    return context.identity().principal().stream()
            .allMatch(user -> has(user.account().toString(), wanted))
        ? Verdict.ACCEPT
        : new Verdict.Defer(TOO_MANY);
  }

  private Verdict data(AtData context) {
    int wanted = context.envelope().recipients().size();
    return context.identity().principal().stream()
            .allMatch(user -> take(user.account().toString(), wanted))
        ? Verdict.ACCEPT
        : new Verdict.Defer(TOO_MANY);
  }

  private boolean has(String account, int wanted) {
    try {
      Bucket bucket = known.getIfPresent(account);
      if (bucket == null) {
        bucket = bucket(state.get(KIND, account), clock.instant());
        known.put(account, bucket);
      }
      return bucket.refilled(limit, clock.instant()).left() >= wanted;
    } catch (StorageException e) {
      return failed(e);
    }
  }

  private boolean take(String account, int wanted) {
    Instant now = clock.instant();
    try {
      AtomicBoolean enough = new AtomicBoolean();
      Optional<Entry> after =
          state.update(
              KIND,
              account,
              before -> {
                Bucket bucket = bucket(before, now);
                enough.set(bucket.left() >= wanted);
                Bucket left = enough.get() ? bucket.without(wanted) : bucket;
                return Optional.of(new Entry(left.encode(), now.plus(DAY)));
              });
      known.put(account, bucket(after, now));
      return enough.get();
    } catch (StorageException e) {
      return failed(e);
    }
  }

  private Bucket bucket(Optional<Entry> row, Instant now) {
    return row.flatMap(entry -> Bucket.decode(entry.value()))
        .orElse(new Bucket(limit, now))
        .refilled(limit, now);
  }

  private static boolean failed(StorageException e) {
    LOG.atWarn().addKeyValue("reason", e.error().message()).log("recipients cannot be counted");
    return true;
  }
}
