package org.posthorn.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.protocol.limit.SessionLimits;

/// Gathering and chunks.
class OutputTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Output output = new Output(channel, SessionLimits.DEFAULT);

  @AfterEach
  void release() {
    output.release();
    channel.finishAndReleaseAll();
  }

  private byte[] sent() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuf buffer;
    while ((buffer = channel.readOutbound()) != null) {
      byte[] bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
      all.writeBytes(bytes);
      buffer.release();
    }
    return all.toByteArray();
  }

  @Test
  void smallPiecesGoOutTogether() throws IOException {
    output.ascii("* ");
    output.number(42);
    output.write(' ');
    output.write("EXISTS".getBytes(StandardCharsets.US_ASCII));
    output.crlf();
    assertNull(channel.readOutbound());
    output.flush();
    assertEquals(1, channel.outboundMessages().size());
    assertEquals("* 42 EXISTS\r\n", new String(sent(), StandardCharsets.US_ASCII));
    assertEquals(13, output.sent());
  }

  @Test
  void mixedSizesKeepTheirOrder() throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int size : new int[] {1, 100, 5000, 3, 200_000, 4095, 4096, 16_384, 7, 70_000}) {
      byte[] piece = new byte[size];
      for (int i = 0; i < size; i++) {
        piece[i] = (byte) (size + i);
      }
      expected.writeBytes(piece);
      output.write(piece, 0, size / 2);
      output.write(ByteBuffer.wrap(piece, size / 2, size - size / 2));
    }
    String text = "x".repeat(20_000);
    expected.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    output.ascii(text);
    output.flush();
    assertArrayEquals(expected.toByteArray(), sent());
  }

  @Test
  void nothingCanBeWrittenToAClosedConnection() throws IOException {
    channel.close().syncUninterruptibly();
    output.ascii("x");
    assertThrows(ConnectionEndedException.class, output::flush);
  }
}
