package org.posthorn.storage.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthorn.storage.state.SharedCounts;

/// Shared counters in Redis, by its clock. Thread-safe.
///
/// @param prefix what all names begin with
record RedisCounts(RedisLink link, String prefix) implements SharedCounts {
  /// A bucket that was refused anything needs no writing: it fills from where it was.
  private static final String TAKE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local capacity, period, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
      local tokens, at = tonumber(bucket[1]) or capacity, tonumber(bucket[2]) or now
      tokens = math.min(capacity, tokens + math.max(0, now - at) * capacity / period)
      if tokens < 1 then
        return 0
      end
      if wanted > 0 then
        redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - wanted), 'at', string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[1], period)
      end
      return 1
      """;

  private static final String ADD =
      """
      local count = redis.call('INCR', KEYS[1])
      if count == 1 then
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
      end
      return count
      """;

  @Override
  public Optional<Boolean> take(String name, int capacity, Duration period, int tokens) {
    return eval(TAKE, "bucket:" + name, capacity, period.toMillis(), tokens).map(left -> left == 1);
  }

  @Override
  public OptionalLong add(String name, Duration window) {
    return toLong(eval(ADD, "count:" + name, window.toMillis()));
  }

  @Override
  public OptionalLong count(String name) {
    String key = prefix + "count:" + name;
    Optional<List<KeyValue<String, byte[]>>> found = link.ask(redis -> redis.mget(key));
    return toLong(
        found
            .map(List::getFirst)
            .map(one -> one.hasValue() ? number(one.getValue()) : Long.valueOf(0)));
  }

  private static Long number(byte[] digits) {
    try {
      return Long.valueOf(new String(digits, StandardCharsets.US_ASCII));
    } catch (NumberFormatException _) {
      return 0L;
    }
  }

  private static OptionalLong toLong(Optional<Long> value) {
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private Optional<Long> eval(String script, String name, long... arguments) {
    byte[][] values = new byte[arguments.length][];
    for (int i = 0; i < arguments.length; i++) {
      values[i] = Long.toString(arguments[i]).getBytes(StandardCharsets.US_ASCII);
    }
    String[] keys = {prefix + name};
    return link.ask(redis -> redis.<Long>eval(script, ScriptOutputType.INTEGER, keys, values));
  }
}
