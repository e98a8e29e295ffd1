package org.posthorn.protocol.session;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.posthorn.protocol.frame.ConnectionEndedException;
import org.posthorn.protocol.frame.InboundQueue;
import org.posthorn.protocol.frame.Input;
import org.posthorn.protocol.frame.Output;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.metrics.ProtocolMetrics;
import org.posthorn.protocol.tls.TlsContexts;
import org.posthorn.protocol.tls.TlsInfo;

/// A client's connection as its session sees it. For the session's thread only, except where a
/// method says that it is thread-safe.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its handlers
public final class Connection {
  private final String id;
  private final Channel channel;
  private final InetSocketAddress remote;
  private final InetSocketAddress local;
  private final ConnectionSetup setup;
  private final InboundQueue queue;
  private final Input input;
  private final Output output;
  private final SessionLoop loop;
  private final Upgrade upgrade = new Upgrade();
  private volatile SessionLimits limits;
  private volatile boolean loggedIn;
  private volatile boolean closing;
  private long countedSent;

  Connection(String id, Channel channel, InetSocketAddress remote, ConnectionSetup setup) {
    this.id = id;
    this.channel = channel;
    this.remote = remote;
    this.local = (InetSocketAddress) channel.localAddress();
    this.setup = setup;
    this.limits = setup.factory().limits(remote.getAddress());
    this.loggedIn = !setup.factory().requiresLogin();
    this.loop = new SessionLoop(this, setup.factory(), setup.executor());
    this.queue = new InboundQueue(loop, limits.lineLength(), limits.inboundBuffer());
    this.output = new Output(channel, limits);
    this.input = new Input(queue, output, limits);
  }

  /// Names the session in logs and as an actor towards the store. Thread-safe.
  public String id() {
    return id;
  }

  /// The peer: behind a trusted proxy, the address that the proxy names. Thread-safe.
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  /// The peer's address without its port, as text. Thread-safe.
  public String remoteHost() {
    return remote.getAddress().getHostAddress();
  }

  /// The address that the peer has connected to. Thread-safe.
  public InetSocketAddress localAddress() {
    return local;
  }

  /// What the peer sends.
  public Input input() {
    return input;
  }

  /// What goes to the peer.
  public Output output() {
    return output;
  }

  /// Counters of this protocol. Thread-safe.
  public ProtocolMetrics metrics() {
    return setup.metrics();
  }

  /// The limits in force. Thread-safe.
  public SessionLimits limits() {
    return limits;
  }

  /// Sets the limits from now on.
  public void limits(SessionLimits newLimits) {
    limits = newLimits;
    input.limits(newLimits);
    output.limits(newLimits);
  }

  /// The client has logged in: the login timeout is over, and `newLimits` hold from now on.
  public void loggedIn(SessionLimits newLimits) {
    loggedIn = true;
    limits(newLimits);
  }

  boolean isLoggedIn() {
    return loggedIn;
  }

  /// TLS of this connection; empty while it is in the clear. Thread-safe.
  public Optional<TlsInfo> tls() {
    return upgrade.info();
  }

  /// Whether the connection is encrypted. Thread-safe.
  public boolean isTls() {
    return upgrade.info().isPresent();
  }

  /// Whether [#startTls] can be offered: there is a certificate, and the connection is still in the
  /// clear.
  public boolean canStartTls() {
    return setup.tls().isPresent() && !isTls();
  }

  /// Sends what was written (the reply that lets the client begin), throws away everything that
  /// came in the clear behind the command (RFC 3207 §4.2, RFC 9051 §6.2.1, RFC 2595 §4), and waits
  /// for the handshake.
  ///
  /// @return octets thrown away: more than 0 means that somebody tried to smuggle commands into the
  ///     session
  /// @throws ConnectionEndedException if the handshake fails
  public int startTls() throws IOException {
    TlsContexts contexts =
        setup.tls().orElseThrow(() -> new IllegalStateException("no certificate for STARTTLS"));
    return upgrade.run(
        channel, queue, output.takePending(), contexts, limits.timeouts().handshake());
  }

  /// Has `task` run on the session's thread, between two commands; nothing happens if the session
  /// has ended, or if the same task is waiting already. Thread-safe.
  public void post(SessionTask task) {
    loop.post(task);
  }

  /// Posts `task` after a delay, without a thread. Thread-safe.
  ///
  /// @return cancels it
  public Runnable schedule(Duration delay, SessionTask task) {
    var future =
        channel.eventLoop().schedule(() -> post(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  /// Ends the session after the call at hand: pending replies go out, then the connection is
  /// closed. Thread-safe.
  public void close() {
    closing = true;
    loop.wake();
  }

  /// Whether [#close] was called. Thread-safe.
  public boolean isClosing() {
    return closing;
  }

  /// Whether the peer can still be written to: for long work that would be of no use without it.
  /// Thread-safe.
  public boolean isOpen() {
    return !closing && channel.isActive();
  }

  /// Closes the connection at once, whatever is under way. Thread-safe.
  public void abort() {
    closing = true;
    channel.close();
  }

  /// Ends the session with [Farewell#SHUTDOWN] as soon as no command runs. Thread-safe.
  public void shutDown() {
    if (setup.implicitTls() && !isTls()) {
      abort(); // still in its handshake
      return;
    }
    loop.sayFarewell(Farewell.SHUTDOWN);
  }

  /// Runs `action` when the channel is closed, on the event loop; the session's last call may still
  /// be running. Thread-safe.
  public void whenClosed(Runnable action) {
    channel.closeFuture().addListener(_ -> action.run());
  }

  /// Ends the session if it is idle and its peer has been silent or slow for too long. Thread-safe.
  ///
  /// @param now [System#nanoTime]
  public void checkTimeouts(long now) {
    loop.checkTimeouts(now);
  }

  /// Adds what was sent since the last call to the metrics.
  void countSent() {
    long sent = output.sent();
    setup.metrics().sent(sent - countedSent);
    countedSent = sent;
  }

  Channel channel() {
    return channel;
  }

  InboundQueue queue() {
    return queue;
  }

  SessionLoop loop() {
    return loop;
  }

  Upgrade upgrade() {
    return upgrade;
  }
}
