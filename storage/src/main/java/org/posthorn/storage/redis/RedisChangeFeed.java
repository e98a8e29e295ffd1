package org.posthorn.storage.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.shared.ChangeFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// News of changes over a channel of Redis, which all daemons on one store publish on and listen
/// to.
///
/// Twice a second each daemon sends itself a beat over the same connections. The feed is live while
/// the beats arrive; after a gap, whatever made it, [ChangeFeed.Listener#missed] is called. Where
/// Redis answers and no beat comes, the connection for news leads to a server that is none of it
/// any more, or that hangs: it is made anew.
/// Thread-safe.
final class RedisChangeFeed implements ChangeFeed {
  private static final Logger log = LoggerFactory.getLogger(RedisChangeFeed.class);
  private static final Duration BEAT = Duration.ofMillis(500);

  /// After so long without a beat the feed is not live.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// After so long without one, while Redis answers, the connection is made anew.
  private static final Duration GIVE_UP = Duration.ofSeconds(4);

  private static final int MESSAGE = 3 * Long.BYTES;

  private final RedisConnector connector;
  private final RedisLink link;
  private final String news;
  private final String beats;
  private final long sender = ThreadLocalRandom.current().nextLong();
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("redis-beat").factory());
  private volatile Optional<StatefulRedisPubSubConnection<String, byte[]>> connection =
      Optional.empty();
  private volatile long lastBeat;
  private long connectedAt;
  private volatile boolean live;
  private volatile boolean closed;

  /// @param prefix what the names of channels begin with
  RedisChangeFeed(RedisConnector connector, RedisLink link, String prefix) {
    this.connector = connector;
    this.link = link;
    this.news = prefix + "news";
    this.beats = prefix + "beat:" + UUID.randomUUID();
  }

  @Override
  public void start(Listener listener) {
    var _ =
        heart.scheduleWithFixedDelay(
            () -> beat(listener), 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat(Listener listener) {
    try {
      if (live && System.nanoTime() - lastBeat > PATIENCE.toNanos()) {
        live = false;
        log.atInfo().log("no news of other daemons comes through Redis; polling instead");
      }
      if (link.isUp() && isSilent()) {
        connection.ifPresent(StatefulRedisPubSubConnection::closeAsync);
        connection = Optional.empty();
      }
      if (connection.isEmpty() && link.isUp()) {
        connect(listener);
      }
      if (connection.isPresent()) {
        link.send(0, redis -> redis.publish(beats, new byte[] {1}));
      }
    } catch (RedisException failure) {
      log.atDebug().setCause(failure).log("no connection for news");
    }
  }

  private boolean isSilent() {
    long now = System.nanoTime();
    return connection.isPresent()
        && now - lastBeat > GIVE_UP.toNanos()
        && now - connectedAt > GIVE_UP.toNanos();
  }

  private void connect(Listener listener) {
    StatefulRedisPubSubConnection<String, byte[]> made = connector.connectForNews();
    made.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, byte[] message) {
            if (channel.equals(beats)) {
              heard(listener);
            } else {
              tell(listener, message);
            }
          }
        });
    connection = Optional.of(made);
    connectedAt = System.nanoTime();
    made.async().subscribe(news, beats);
  }

  /// Both channels are subscribed to together, over one connection: where beats arrive, news does.
  private void heard(Listener listener) {
    long now = System.nanoTime();
    boolean gap = !live || now - lastBeat > PATIENCE.toNanos();
    lastBeat = now;
    live = !closed;
    if (gap) {
      listener.missed();
    }
  }

  private void tell(Listener listener, byte[] message) {
    if (message.length == MESSAGE) {
      ByteBuffer in = ByteBuffer.wrap(message);
      long from = in.getLong();
      long account = in.getLong();
      long changes = in.getLong();
      if (from != sender) {
        listener.changed(new AccountId(account), changes);
      }
    }
  }

  @Override
  public void announce(AccountId account, long changes) {
    byte[] message =
        ByteBuffer.allocate(MESSAGE)
            .putLong(sender)
            .putLong(account.value())
            .putLong(changes)
            .array();
    link.send(MESSAGE, redis -> redis.publish(news, message));
  }

  @Override
  public boolean live() {
    return live && System.nanoTime() - lastBeat <= PATIENCE.toNanos();
  }

  @Override
  public void close() {
    closed = true;
    live = false;
    heart.shutdownNow();
    connection.ifPresent(StatefulRedisPubSubConnection::closeAsync);
  }
}
