package org.posthorn.protocol.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.posthorn.protocol.session.GentleClose;

/// The whole life of a connection that is not let in: one line, then the end.
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a channel is told to its handlers
final class Refused extends ChannelInboundHandlerAdapter {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final byte[] words;
  private boolean said;

  Refused(byte[] words) {
    this.words = words;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      say(context);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    say(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void say(ChannelHandlerContext context) {
    if (!said) {
      said = true;
      context.writeAndFlush(Unpooled.wrappedBuffer(words), context.voidPromise());
      GentleClose.start(context.channel(), PATIENCE);
    }
  }
}
