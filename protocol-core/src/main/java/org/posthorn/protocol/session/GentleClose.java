package org.posthorn.protocol.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Closes channels so that what was written last reaches the peer.
///
/// First everything that waits goes out, for as long as a peer may take to read. Then only our
/// direction is closed: a full close with octets unread would reset the connection, and the reset
/// could overtake our last words. What the peer still sends is read and dropped until it closes
/// too, for a short time.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its handlers
public final class GentleClose {
  private static final long LINGER_SECONDS = 2;

  private GentleClose() {}

  /// Closes a channel whose handlers drop what they read and close at its end. Thread-safe.
  ///
  /// @param patience how long the peer may take for what is written already
  public static void start(Channel channel, Duration patience) {
    channel.eventLoop().execute(() -> flush(channel, patience));
  }

  private static void flush(Channel channel, Duration patience) {
    if (!channel.isActive()) {
      channel.close();
      return;
    }
    channel.config().setAutoRead(true);
    channel.flush();
    closeAfter(channel, patience.toMillis());
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    // Both complete when all writes before them have.
    ChannelFuture written =
        tls == null ? channel.writeAndFlush(channel.alloc().buffer(0)) : tls.closeOutbound();
    written.addListener(
        done -> {
          if (done.isSuccess()) {
            linger(channel);
          } else {
            channel.close();
          }
        });
  }

  private static void linger(Channel channel) {
    if (channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
      duplex.shutdownOutput();
      closeAfter(channel, TimeUnit.SECONDS.toMillis(LINGER_SECONDS));
    } else {
      channel.close();
    }
  }

  private static void closeAfter(Channel channel, long millis) {
    var limit = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(_ -> limit.cancel(false));
  }
}
