package org.posthorn.protocol.net;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.posthorn.protocol.limit.ConnectionCounter;
import org.posthorn.protocol.metrics.ProtocolMetrics;
import org.posthorn.protocol.session.ConnectionSetup;
import org.posthorn.protocol.session.SessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon's sockets: event loops (native epoll where it loads, else NIO), listeners, open
/// connections. One for the whole daemon. Thread-safe.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its handlers
public final class Transport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
  private static final long SESSION_END_SECONDS = 2;
  private static final int SMALLEST_READ = 256;
  private static final int FIRST_READ = 1024;
  private static final int LARGEST_READ = 64 * 1024;
  private static final int LOW_WATER = 128 * 1024;
  private static final int HIGH_WATER = 384 * 1024;

  private final TransportOptions options;
  private final MeterRegistry registry;
  private final boolean epoll;
  private final EventLoopGroup acceptors;
  private final EventLoopGroup loops;
  private final ExecutorService sessions;
  private final Connections connections = new Connections();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<String, ConnectionCounter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ProtocolMetrics> metrics = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  private Transport(TransportOptions options, MeterRegistry registry) {
    this.options = options;
    this.registry = registry;
    this.epoll = options.preferNative() && Epoll.isAvailable();
    var io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    int threads =
        options.eventLoops() > 0
            ? options.eventLoops()
            : Runtime.getRuntime().availableProcessors();
    this.acceptors =
        new MultiThreadIoEventLoopGroup(
            1, Thread.ofPlatform().name("accept-", 0).daemon().factory(), io);
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, Thread.ofPlatform().name("net-", 0).daemon().factory(), io);
    this.sessions =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("session-", 0).factory());
  }

  /// Starts the event loops.
  public static Transport open(TransportOptions options, MeterRegistry registry) {
    Transport transport = new Transport(options, registry);
    long interval = options.timeoutCheck().toMillis();
    transport.acceptors.scheduleWithFixedDelay(
        transport.connections::checkTimeouts, interval, interval, TimeUnit.MILLISECONDS);
    LOG.atDebug().addKeyValue("epoll", transport.epoll).log("transport started");
    return transport;
  }

  /// Whether epoll is used rather than NIO.
  public boolean isNative() {
    return epoll;
  }

  /// Listens, and speaks `protocol` with whoever connects.
  ///
  /// @throws IOException if the address cannot be bound
  public Listener bind(ListenerSpec spec, SessionFactory factory) throws IOException {
    ConnectionSetup setup =
        new ConnectionSetup(
            factory, metrics(factory.name()), spec.tls(), spec.implicitTls(), sessions);
    ConnectionCounter counter =
        counters.computeIfAbsent(factory.name(), _ -> new ConnectionCounter());
    ChannelFuture bound = bootstrap(spec, setup, counter).bind(spec.address());
    bound.awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on " + spec.address() + ": " + bound.cause().getMessage(), bound.cause());
    }
    Listener listener = new Listener(bound.channel(), factory.name());
    listeners.add(listener);
    LOG.atInfo()
        .addKeyValue("protocol", factory.name())
        .addKeyValue("address", listener.address())
        .addKeyValue("tls", spec.implicitTls())
        .log("listening");
    return listener;
  }

  /// The counters of a protocol, for those that are not in a session.
  public ProtocolMetrics metrics(String protocol) {
    return metrics.computeIfAbsent(protocol, name -> new ProtocolMetrics(registry, name));
  }

  /// Open connections of all protocols.
  public int connections() {
    return connections.count();
  }

  /// Stops: accepts no more; idle sessions are told and closed at once, others after the command at
  /// hand; what is left at the deadline is cut off.
  ///
  /// @return how many had to be cut off
  public int drain(Duration deadline) {
    stopping = true;
    listeners.forEach(Listener::close);
    listeners.clear();
    int cutOff = connections.drain(deadline);
    LOG.atInfo().addKeyValue("cutOff", cutOff).log("connections drained");
    return cutOff;
  }

  /// Cuts off what is left and ends the event loops.
  @Override
  public void close() {
    drain(Duration.ZERO);
    sessions.shutdown();
    try {
      if (!sessions.awaitTermination(SESSION_END_SECONDS, TimeUnit.SECONDS)) {
        sessions.shutdownNow(); // interrupts what still waits for something else than its client
      }
    } catch (InterruptedException _) {
      sessions.shutdownNow();
      Thread.currentThread().interrupt();
    }
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    acceptors.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private ServerBootstrap bootstrap(
      ListenerSpec spec, ConnectionSetup setup, ConnectionCounter counter) {
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    return new ServerBootstrap()
        .group(acceptors, loops)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, options.backlog())
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ))
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
        .childHandler(new Door(spec, setup, counter, connections, () -> stopping));
  }
}
