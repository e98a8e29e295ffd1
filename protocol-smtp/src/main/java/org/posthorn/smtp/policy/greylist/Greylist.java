package org.posthorn.smtp.policy.greylist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.config.inbound.GreylistConfig;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Check;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.smtp.policy.rate.ClientKey;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.state.StateStore;
import org.posthorn.storage.state.StateStore.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Defers the first message of a triplet of client network, sender and recipient, and lets it pass
/// when it comes again between the delay and the end of the retry window (RFC 6647 §2.4). After
/// enough messages a network passes as a whole. When the store fails, mail passes. Thread-safe.
///
/// A triplet that is known is written again once a day at most: its row need not be exact, only
/// kept from expiring.
public final class Greylist implements Check<AtRcpt> {
  private static final Logger LOG = LoggerFactory.getLogger(Greylist.class);
  private static final Reply COME_AGAIN =
      Reply.of(451, 7, 1, "You are not known here yet; come again in a few minutes");

  /// The kind of rows that triplets are.
  public static final String TRIPLETS = "greylist";

  private static final String NETWORKS = "greylist-net";
  private static final int NETWORK_BITS6 = 64;
  private static final int MAX_KNOWN = 50_000;
  private static final Duration REFRESH = Duration.ofDays(1);

  private final StateStore state;
  private final GreylistConfig config;
  private final InstantSource clock;

  /// What was found to be known lately; asks no store.
  private final Cache<String, Instant> known = Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();

  /// @param clock tells how long somebody has waited
  public Greylist(StateStore state, GreylistConfig config, InstantSource clock) {
    this.state = state;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Verdict check(AtRcpt context) {
    String network = ClientKey.network(context.client().address(), NETWORK_BITS6);
    String triplet =
        digest(
            network
                + '\n'
                + lower(context.envelope().sender().wire())
                + '\n'
                + lower(context.recipient().wire()));
    try {
      Instant now = clock.instant();
      if (isFresh(network, now) || isFresh(triplet, now)) {
        return new Verdict.Note("known");
      }
      return config.allowAfter() > 0 && knowsNetwork(network, now)
          ? new Verdict.Note("network known")
          : triplet(triplet, network, now);
    } catch (StorageException e) {
      LOG.atWarn().addKeyValue("reason", e.error().message()).log("greylist cannot be asked");
      return new Verdict.Note("store failed");
    }
  }

  private boolean isFresh(String key, Instant now) {
    Instant until = known.getIfPresent(key);
    return until != null && now.isBefore(until);
  }

  private void remember(String key, Instant now) {
    Duration half = config.remember().dividedBy(2);
    known.put(key, now.plus(half.compareTo(REFRESH) < 0 ? half : REFRESH));
  }

  private boolean knowsNetwork(String network, Instant now) {
    Optional<GreylistRecord> row =
        state.get(NETWORKS, network).flatMap(entry -> GreylistRecord.decode(entry.value()));
    if (row.isEmpty() || row.get().passed() < config.allowAfter()) {
      return false;
    }
    state.put(NETWORKS, network, kept(row.get(), now));
    remember(network, now);
    return true;
  }

  private Verdict triplet(String key, String network, Instant now) {
    Entry after =
        state
            .update(TRIPLETS, key, before -> Optional.of(next(before, now)))
            .orElseThrow(() -> new IllegalStateException("a triplet was removed"));
    GreylistRecord record = GreylistRecord.decode(after.value()).orElse(new GreylistRecord(now, 0));
    if (record.passed() == 0) {
      return new Verdict.Defer(COME_AGAIN);
    }
    remember(key, now);
    if (config.allowAfter() > 0) {
      state.update(NETWORKS, network, before -> Optional.of(oneMore(before, now)));
    }
    return new Verdict.Note(record.passed() == 1 ? "came again" : "known");
  }

  /// The row of a triplet after this try.
  private Entry next(Optional<Entry> before, Instant now) {
    Optional<GreylistRecord> known = before.flatMap(entry -> GreylistRecord.decode(entry.value()));
    if (known.isEmpty()) {
      Instant end = now.plus(config.delay()).plus(config.retryWindow());
      return new Entry(new GreylistRecord(now, 0).encode(), end);
    }
    GreylistRecord record = known.get();
    boolean waited = !now.isBefore(record.firstSeen().plus(config.delay()));
    return record.passed() > 0 || waited ? kept(record.withOneMore(), now) : before.orElseThrow();
  }

  private Entry oneMore(Optional<Entry> before, Instant now) {
    GreylistRecord record =
        before
            .flatMap(entry -> GreylistRecord.decode(entry.value()))
            .orElse(new GreylistRecord(now, 0));
    return kept(record.withOneMore(), now);
  }

  private Entry kept(GreylistRecord record, Instant now) {
    return new Entry(record.encode(), now.plus(config.remember()));
  }

  /// Keys have a bounded length, addresses may be long.
  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 20);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
