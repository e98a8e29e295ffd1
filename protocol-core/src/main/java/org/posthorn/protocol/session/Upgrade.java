package org.posthorn.protocol.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.posthorn.protocol.frame.ConnectionEndedException;
import org.posthorn.protocol.frame.InboundQueue;
import org.posthorn.protocol.tls.TlsContexts;
import org.posthorn.protocol.tls.TlsInfo;

/// The way of one connection from the clear to TLS.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its handlers
final class Upgrade {
  private volatile Optional<TlsInfo> info = Optional.empty();
  private volatile @Nullable CompletableFuture<TlsInfo> pending;

  Optional<TlsInfo> info() {
    return info;
  }

  /// The handshake is done. Event loop only.
  void succeeded(TlsInfo tls) {
    info = Optional.of(tls);
    CompletableFuture<TlsInfo> waiting = pending;
    if (waiting != null) {
      waiting.complete(tls);
    }
  }

  /// The handshake failed, or the channel is closed. Event loop only.
  void failed(Throwable cause) {
    CompletableFuture<TlsInfo> waiting = pending;
    if (waiting != null) {
      waiting.completeExceptionally(cause);
    }
  }

  /// Puts TLS into the channel and waits for the handshake; see [Connection#startTls].
  int run(
      Channel channel, InboundQueue queue, ByteBuf reply, TlsContexts contexts, Duration timeout)
      throws IOException {
    CompletableFuture<TlsInfo> waiting = new CompletableFuture<>();
    pending = waiting;
    CompletableFuture<Integer> dropped = new CompletableFuture<>();
    // In one step on the event loop, which reads nothing meanwhile: what came before it is thrown
    // away, and what comes
    // behind it is a TLS record.
    channel
        .eventLoop()
        .execute(
            () -> {
              dropped.complete(queue.discard());
              channel.writeAndFlush(reply, channel.voidPromise());
              if (channel.isActive()) {
                channel.pipeline().addFirst("tls", contexts.newHandler(timeout));
              } else {
                waiting.completeExceptionally(new ConnectionEndedException("connection is closed"));
              }
            });
    try {
      waiting.get(timeout.toMillis() + 1000, TimeUnit.MILLISECONDS);
      return dropped.get();
    } catch (ExecutionException | TimeoutException e) {
      throw new ConnectionEndedException("TLS handshake failed: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in the TLS handshake");
    } finally {
      pending = null;
    }
  }
}
