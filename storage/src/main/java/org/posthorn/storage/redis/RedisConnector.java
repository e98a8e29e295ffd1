package org.posthorn.storage.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.RedisConfig;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.RedisUrl;
import org.posthorn.config.value.Secret;

/// Makes connections to what a [RedisUrl] names. They come back by themselves after they were lost;
/// meanwhile commands fail at once instead of being queued. A connection that is not lost but says
/// nothing, or leads to a server that is no longer the primary, has to be given up: that is what
/// [#probe] and [#lookAgain] are for. Thread-safe.
final class RedisConnector implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_COMMANDS = 10_000;
  private static final Duration TOPOLOGY = Duration.ofSeconds(10);

  /// How long the keys of a probe are kept.
  private static final Duration PROBE_KEPT = Duration.ofSeconds(10);

  /// Among so many names there is one for each node of a cluster, unless it has next to no slots.
  private static final int PROBE_NAMES = 20_000;

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final ClientResources resources;
  private final AbstractRedisClient client;
  private final Duration patience;
  private final String probes;

  private RedisConnector(
      ClientResources resources, AbstractRedisClient client, RedisConfig config) {
    this.resources = resources;
    this.client = client;
    this.patience = config.connectTimeout();
    this.probes = config.prefix() + ":probe:";
  }

  /// A connection for commands.
  record Connection(
      StatefulConnection<String, byte[]> lifetime,
      RedisClusterAsyncCommands<String, byte[]> commands) {}

  /// Makes it ready; connects to nothing.
  static RedisConnector of(RedisConfig config, RedisUrl url) {
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .reconnectDelay(
                Delay.fullJitter(Duration.ofMillis(50), config.pause(), 2, TimeUnit.MILLISECONDS))
            .build();
    return new RedisConnector(resources, client(config, url, resources), config);
  }

  private static AbstractRedisClient client(
      RedisConfig config, RedisUrl url, ClientResources resources) {
    switch (url.kind()) {
      case SINGLE, SENTINEL -> {
        RedisURI uri =
            url.kind() == RedisUrl.Kind.SINGLE
                ? server(config, url, url.hosts().getFirst())
                : sentinels(config, url);
        RedisClient client = RedisClient.create(resources, uri);
        client.setOptions(options(ClientOptions.builder(), config).build());
        return client;
      }
      case CLUSTER -> {
        RedisClusterClient client =
            RedisClusterClient.create(
                resources, url.hosts().stream().map(host -> server(config, url, host)).toList());
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        options.topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(TOPOLOGY)
                .enableAllAdaptiveRefreshTriggers()
                .build());
        options(options, config);
        client.setOptions(options.build());
        return client;
      }
    }
    throw new IllegalStateException("no such kind");
  }

  private static ClientOptions.Builder options(ClientOptions.Builder options, RedisConfig config) {
    SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
    config.caFile().ifPresent(file -> ssl.trustManager(file.toFile()));
    return options
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MOST_COMMANDS)
        .timeoutOptions(TimeoutOptions.enabled(config.timeout()))
        .socketOptions(
            SocketOptions.builder().connectTimeout(config.connectTimeout()).keepAlive(true).build())
        .sslOptions(ssl.build());
  }

  private static RedisURI server(RedisConfig config, RedisUrl url, HostPort host) {
    RedisURI.Builder uri = RedisURI.Builder.redis(host.host(), host.port());
    return finish(uri, config, url);
  }

  private static RedisURI sentinels(RedisConfig config, RedisUrl url) {
    List<HostPort> hosts = url.hosts();
    RedisURI.Builder uri =
        RedisURI.Builder.sentinel(hosts.getFirst().host(), hosts.getFirst().port(), url.master());
    hosts.stream().skip(1).forEach(host -> uri.withSentinel(host.host(), host.port()));
    RedisURI built = finish(uri, config, url);
    for (RedisURI sentinel : built.getSentinels()) {
      sentinel.setSsl(url.tls());
      sentinel.setTimeout(config.connectTimeout());
      config
          .sentinelPassword()
          .ifPresent(
              password ->
                  sentinel.setCredentialsProvider(
                      io.lettuce.core.RedisCredentialsProvider.from(
                          () -> io.lettuce.core.RedisCredentials.just(null, password.reveal()))));
    }
    return built;
  }

  private static RedisURI finish(RedisURI.Builder uri, RedisConfig config, RedisUrl url) {
    uri.withSsl(url.tls()).withDatabase(url.database()).withTimeout(config.connectTimeout());
    uri.withClientName("posthorn");
    if (config.password().isPresent()) {
      Secret password = config.password().get();
      if (config.user().isPresent()) {
        uri.withAuthentication(config.user().get(), password.reveal());
      } else {
        uri.withPassword(password.reveal().toCharArray());
      }
    }
    return uri.build();
  }

  /// Connects; waits at most as long as is configured.
  ///
  /// @throws io.lettuce.core.RedisException if that fails
  Connection connect() {
    return switch (client) {
      case RedisClusterClient cluster -> {
        StatefulRedisClusterConnection<String, byte[]> made = cluster.connect(CODEC);
        yield new Connection(made, made.async());
      }
      case RedisClient single -> {
        StatefulRedisConnection<String, byte[]> made = single.connect(CODEC);
        yield new Connection(made, made.async());
      }
      default -> throw new IllegalStateException("no such client");
    };
  }

  /// Tries whether the server, or each node of a cluster that has keys, takes an entry. One that
  // has
  /// no room for it answers too.
  ///
  /// @param timeout for each of them
  /// @throws ExecutionException with what is wrong: it takes no writes, or a part of the cluster
  ///     is
  ///     away
  /// @throws TimeoutException where no answer comes
  void probe(Connection connection, Duration timeout)
      throws ExecutionException, TimeoutException, InterruptedException {
    SetArgs until = SetArgs.Builder.px(PROBE_KEPT.toMillis());
    List<RedisFuture<String>> answers =
        probeKeys().stream()
            .map(key -> connection.commands().set(key, new byte[] {1}, until))
            .toList();
    for (RedisFuture<String> answer : answers) {
      try {
        String _ = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException failure) {
        if (!isFull(failure.getCause())) {
          throw failure;
        }
      }
    }
  }

  /// A key on each server that has keys, as far as is known.
  private List<String> probeKeys() {
    return switch (client) {
      case RedisClusterClient cluster ->
          cluster.getPartitions().stream()
              .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots())
              .flatMap(
                  node ->
                      IntStream.range(0, PROBE_NAMES)
                          .mapToObj(i -> probes + i)
                          .filter(key -> node.hasSlot(SlotHash.getSlot(key)))
                          .limit(1))
              .toList();
      default -> List.of(probes);
    };
  }

  /// Whether an error says that Redis has no room.
  static boolean isFull(@Nullable Throwable failure) {
    return failure instanceof RedisCommandExecutionException
        && Objects.toString(failure.getMessage(), "").startsWith("OOM");
  }

  /// What to go on with when probes have failed: where the server, the primary or the nodes are
  /// is found out anew. Empty where a connection has to be made first.
  Optional<Connection> lookAgain(Connection failed) {
    return switch (client) {
      case RedisClusterClient cluster -> {
        // Connections to nodes that have no keys any more are closed with it.
        cluster.refreshPartitionsAsync();
        yield Optional.of(failed);
      }
      default -> {
        failed.lifetime().closeAsync();
        yield Optional.empty();
      }
    };
  }

  /// Connects for news. It subscribes again by itself after it was lost.
  ///
  /// @throws io.lettuce.core.RedisException if that fails
  StatefulRedisPubSubConnection<String, byte[]> connectForNews() {
    return switch (client) {
      case RedisClusterClient cluster -> cluster.connectPubSub(CODEC);
      case RedisClient single -> single.connectPubSub(CODEC);
      default -> throw new IllegalStateException("no such client");
    };
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, patience);
    resources.shutdown(0, patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
