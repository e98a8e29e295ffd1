package org.posthorn.storage.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.cache.SharedCache;

/// The shared cache in Redis. Thread-safe.
///
/// @param prefix what all names begin with
/// @param keep how long values stay
/// @param largest the most octets of a value
record RedisCache(RedisLink link, String prefix, Duration keep, long largest)
    implements SharedCache {
  @Override
  public Map<String, byte[]> get(Collection<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    String[] keys = names.stream().map(name -> prefix + name).toArray(String[]::new);
    Optional<List<KeyValue<String, byte[]>>> found = link.ask(redis -> redis.mget(keys));
    Map<String, byte[]> values = HashMap.newHashMap(names.size());
    for (KeyValue<String, byte[]> value : found.orElse(List.of())) {
      if (value.hasValue()) {
        values.put(value.getKey().substring(prefix.length()), value.getValue());
      }
    }
    return values;
  }

  @Override
  public Optional<List<byte[]>> starts(List<String> names, int octets) {
    // GETRANGE has nothing for what is not there.
    return link.askAll(
        names.stream()
            .<RedisLink.Question<byte[]>>map(
                name -> redis -> redis.getrange(prefix + name, 0, octets - 1L))
            .toList());
  }

  @Override
  public void put(String name, byte[] value) {
    if (value.length <= largest) {
      SetArgs until = SetArgs.Builder.px(keep.toMillis());
      link.send(value.length + 100L, redis -> redis.set(prefix + name, value, until));
    }
  }

  @Override
  public boolean store(String name, byte[] value) {
    SetArgs until = SetArgs.Builder.px(keep.toMillis());
    return link.ask(redis -> redis.set(prefix + name, value, until)).isPresent();
  }
}
