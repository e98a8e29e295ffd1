package org.posthorn.storage.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.posthorn.storage.state.StateStore;

/// Keeps rows of one kind that end soon in Redis, and all others in the store below: for facts
/// that cost little when they are forgotten and come in floods, such as greylisting's newcomers.
/// Thread-safe.
///
/// A row in Redis goes before one of the store. While Redis does not answer, all goes to the store;
/// so a row that was only in Redis is absent then, and one that went to the store is found later.
///
/// @param prefix what all names begin with
/// @param below keeps what lasts, and all other kinds
/// @param tiered the kind
/// @param soon rows that end within this time are kept in Redis
record RedisStateStore(
    RedisLink link,
    String prefix,
    StateStore below,
    String tiered,
    Duration soon,
    InstantSource clock)
    implements StateStore {
  private static final int TRIES = 100;
  private static final byte[] NONE = {};

  /// Replaces the value by another if it is as expected; an empty text stands for none.
  private static final String REPLACE =
      """
      if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then
        return 0
      end
      if ARGV[2] == '' then
        redis.call('DEL', KEYS[1])
      else
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      end
      return 1
      """;

  /// A value of Redis: the time of its end, then the row's value. Empty: there is none.
  private record Held(byte[] raw) {
    Optional<Entry> entry(Instant now) {
      if (raw.length < Long.BYTES) {
        return Optional.empty();
      }
      Instant end = Instant.EPOCH.plus(ByteBuffer.wrap(raw).getLong(), ChronoUnit.MICROS);
      return end.isAfter(now)
          ? Optional.of(new Entry(Arrays.copyOfRange(raw, Long.BYTES, raw.length), end))
          : Optional.empty();
    }

    static byte[] raw(Entry entry) {
      return ByteBuffer.allocate(Long.BYTES + entry.value().length)
          .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, entry.expiresAt()))
          .put(entry.value())
          .array();
    }
  }

  private String name(String kind, String key) {
    return prefix + "state:" + kind + ':' + key;
  }

  /// Empty where Redis cannot be asked, or is not to be.
  private Optional<Held> held(String kind, String key) {
    if (!kind.equals(tiered)) {
      return Optional.empty();
    }
    Optional<List<KeyValue<String, byte[]>>> found = link.ask(redis -> redis.mget(name(kind, key)));
    return found.map(List::getFirst).map(one -> new Held(one.getValueOrElse(NONE)));
  }

  private boolean endsSoon(Entry entry) {
    return !entry.expiresAt().isAfter(clock.instant().plus(soon));
  }

  /// Empty where Redis cannot be asked.
  private Optional<Boolean> replace(String kind, String key, byte[] before, Optional<Entry> after) {
    byte[] raw = after.map(Held::raw).orElse(NONE);
    long millis =
        after
            .map(entry -> Duration.between(clock.instant(), entry.expiresAt()).toMillis())
            .orElse(1L);
    String[] keys = {name(kind, key)};
    byte[] end = Long.toString(Math.max(1, millis)).getBytes(StandardCharsets.US_ASCII);
    Optional<Long> done =
        link.ask(
            redis -> redis.<Long>eval(REPLACE, ScriptOutputType.INTEGER, keys, before, raw, end));
    return done.map(one -> one == 1);
  }

  @Override
  public Optional<Entry> get(String kind, String key) {
    return held(kind, key)
        .flatMap(held -> held.entry(clock.instant()))
        .or(() -> below.get(kind, key));
  }

  @Override
  public void put(String kind, String key, Entry entry) {
    update(kind, key, _ -> Optional.of(entry));
  }

  /// Always into the store below, so that [#list] finds them there.
  @Override
  public void putAll(String kind, Map<String, Entry> entries) {
    below.putAll(kind, entries);
  }

  /// Only what [#putAll] wrote: rows that end soon and are in Redis alone are not listed.
  @Override
  public SortedMap<String, Entry> list(String kind, String start, String after, int limit) {
    return below.list(kind, start, after, limit);
  }

  @Override
  public Optional<Entry> update(String kind, String key, UnaryOperator<Optional<Entry>> change) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Held> held = held(kind, key);
      if (held.isEmpty()) {
        break;
      }
      Optional<Entry> ours = held.get().entry(clock.instant());
      Optional<Entry> after = change.apply(ours.or(() -> below.get(kind, key)));
      if (after.isEmpty() || !endsSoon(after.get())) {
        return lasting(kind, key, held.get(), ours, change);
      }
      Optional<Boolean> done = replace(kind, key, held.get().raw, after);
      if (done.isEmpty()) {
        break;
      }
      if (done.get()) {
        return after;
      }
    }
    return below.update(kind, key, change);
  }

  /// Writes below what lasts from now on.
  private Optional<Entry> lasting(
      String kind,
      String key,
      Held held,
      Optional<Entry> ours,
      UnaryOperator<Optional<Entry>> change) {
    Optional<Entry> after = below.update(kind, key, stored -> change.apply(ours.or(() -> stored)));
    if (held.raw.length > 0) {
      replace(kind, key, held.raw, Optional.empty());
    }
    return after;
  }

  @Override
  public void remove(String kind, String key) {
    below.remove(kind, key);
    if (kind.equals(tiered)) {
      link.ask(redis -> redis.del(name(kind, key)));
    }
  }

  @Override
  public int sweep(Instant now, int limit) {
    return below.sweep(now, limit);
  }
}
