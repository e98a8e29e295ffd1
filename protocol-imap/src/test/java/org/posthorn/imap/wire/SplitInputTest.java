package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.ImapRequest;
import org.posthorn.imap.command.Tag;
import org.posthorn.protocol.frame.InboundQueue;
import org.posthorn.protocol.frame.Input;
import org.posthorn.protocol.frame.Line;
import org.posthorn.protocol.frame.Output;
import org.posthorn.protocol.frame.Polled;
import org.posthorn.protocol.limit.SessionLimits;

/// Commands through the real input, cut into packets at every octet, and one octet a packet.
class SplitInputTest {
  private static final String NEXT = "n NOOP\r\n";

  @Test
  void packetsMakeNoDifference() throws IOException {
    for (Map.Entry<String, ImapCommand> row : CommandTable.all().entrySet()) {
      byte[] octets = ("t " + row.getKey() + "\r\n" + NEXT).getBytes(StandardCharsets.ISO_8859_1);
      for (int cut = 1; cut < octets.length; cut++) {
        check(row.getValue(), slice(octets, 0, cut), slice(octets, cut, octets.length));
      }
      ByteBuf[] single = new ByteBuf[octets.length];
      for (int i = 0; i < octets.length; i++) {
        single[i] = slice(octets, i, i + 1);
      }
      check(row.getValue(), single);
    }
  }

  private static ByteBuf slice(byte[] octets, int from, int to) {
    return Unpooled.copiedBuffer(octets, from, to - from);
  }

  private static void check(ImapCommand expected, ByteBuf... packets) throws IOException {
    EmbeddedChannel channel = new EmbeddedChannel();
    InboundQueue queue = new InboundQueue(new Deaf(), 65_536, 1 << 20);
    Output output = new Output(channel, SessionLimits.DEFAULT);
    Input input = new Input(queue, output, SessionLimits.DEFAULT);
    try {
      for (ByteBuf packet : packets) {
        queue.offer(UnpooledByteBufAllocator.DEFAULT, packet);
      }
      CommandReader reader =
          new CommandReader(
              CommandSource.of(input, output), new CommandParser(ParserLimits.AFTER_LOGIN, false));
      assertEquals(new ImapRequest.Valid(new Tag("t"), expected), reader.read(line(input).bytes()));
      input.finishContent();
      assertEquals("n NOOP", line(input).latin1());
    } finally {
      output.release();
      queue.close();
      assertTrue(channel.finishAndReleaseAll() || channel.outboundMessages().isEmpty());
    }
  }

  private static Line line(Input input) throws IOException {
    return assertInstanceOf(Polled.Complete.class, input.poll()).line();
  }

  private static final class Deaf implements InboundQueue.Listener {
    @Override
    public void ready() {}

    @Override
    public void reading(boolean on) {}
  }
}
