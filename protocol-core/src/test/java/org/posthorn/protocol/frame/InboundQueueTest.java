package org.posthorn.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bytes between event loop and session.
class InboundQueueTest {
  private static final int LINE = 20;
  private static final int HIGH = 2048;

  private final List<String> calls = new ArrayList<>();
  private final List<ByteBuf> given = new ArrayList<>();
  private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
  private final InboundQueue queue =
      new InboundQueue(
          new InboundQueue.Listener() {
            @Override
            public void ready() {
              calls.add("ready");
            }

            @Override
            public void reading(boolean on) {
              calls.add("reading " + on);
            }
          },
          LINE,
          HIGH);

  @AfterEach
  void nothingLeaks() {
    queue.close();
    given.forEach(buffer -> assertEquals(0, buffer.refCnt()));
  }

  private void offer(String text) {
    ByteBuf buffer = allocator.buffer(text.length(), text.length());
    buffer.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    given.add(buffer);
    queue.offer(allocator, buffer);
  }

  private String line() {
    return assertInstanceOf(Polled.Complete.class, queue.poll()).line().latin1();
  }

  private String content(int length) throws InterruptedException {
    byte[] target = new byte[length];
    int n = queue.read(target, 0, length, 0);
    return new String(target, 0, Math.max(n, 0), StandardCharsets.ISO_8859_1);
  }

  @Test
  void findsLinesHoweverTheyAreSplit() {
    String text = "one\r\ntwo\n\r\nfour\r\n";
    for (int cut = 1; cut < text.length(); cut++) {
      offer(text.substring(0, cut));
      offer(text.substring(cut));
      assertEquals("one", line());
      assertEquals("two", line());
      assertEquals("", line());
      assertEquals("four", line());
      assertInstanceOf(Polled.Nothing.class, queue.poll());
      assertTrue(queue.isEmpty());
    }
  }

  @Test
  void announcesEachBeginningOnlyOnce() {
    offer("on");
    assertEquals(List.of(), calls);
    offer("e\r");
    assertEquals(List.of(), calls);
    offer("\ntwo\r\n");
    offer("three\r\n");
    assertEquals(List.of("ready"), calls);
  }

  @Test
  void gathersOctetsThatComeOneByOne() {
    for (int i = 0; i < 1000; i++) {
      offer(i % 10 == 9 ? "\n" : "x");
    }
    for (int i = 0; i < 100; i++) {
      assertEquals("x".repeat(9), line());
    }
  }

  @Test
  void contentAndLinesAlternate() throws InterruptedException {
    offer("lit\r\n12\n4 rest\r\nnext\r\n");
    assertEquals("lit", line());
    assertEquals("12\n4", content(4));
    assertEquals(" rest", line());
    assertEquals("next", line());
    assertEquals("", content(4));
  }

  @Test
  void longLinesAreDroppedToTheirEnd() {
    offer("x".repeat(LINE) + "\r\n");
    assertEquals("x".repeat(LINE), line());
    offer("y".repeat(LINE + 1) + "\r\nok\r\n");
    assertInstanceOf(Polled.TooLong.class, queue.poll());
    assertEquals("ok", line());
    offer("z".repeat(500));
    assertInstanceOf(Polled.Nothing.class, queue.poll());
    assertTrue(queue.isEmpty());
    offer("z".repeat(500));
    assertInstanceOf(Polled.Nothing.class, queue.poll());
    offer("z\r\nok\r\n");
    assertInstanceOf(Polled.TooLong.class, queue.poll());
    assertEquals("ok", line());
  }

  @Test
  void readingPausesWhileTheQueueIsFull() throws InterruptedException {
    offer("x".repeat(HIGH - 1));
    assertFalse(calls.contains("reading false"));
    offer("x");
    assertTrue(calls.contains("reading false"));
    content(HIGH / 2 - 1);
    assertFalse(calls.contains("reading true"));
    content(1);
    assertTrue(calls.contains("reading true"));
  }

  @Test
  void whatWasReadTooFarCanBePutBack() throws InterruptedException {
    offer("abc\r\ndef\r\n");
    byte[] target = new byte[10];
    assertEquals(10, queue.read(target, 0, 10, 0));
    ByteBuf back = allocator.buffer(7).writeBytes(target, 3, 7);
    given.add(back);
    queue.unread(back);
    assertEquals("", line());
    assertEquals("def", line());
    assertArrayEquals(
        "abc".getBytes(StandardCharsets.US_ASCII), java.util.Arrays.copyOf(target, 3));
  }

  @Test
  void whatCameBeforeTheEndIsStillRead() {
    offer("last\r\nrest");
    queue.end();
    assertEquals("last", line());
    assertInstanceOf(Polled.Ended.class, queue.poll());
    offer("late\r\n");
    assertInstanceOf(Polled.Ended.class, queue.poll());
  }

  @Test
  void discardingLeavesNothingBehind() {
    offer("STARTTLS\r\ninjected\r\nhalf");
    assertEquals("STARTTLS", line());
    assertEquals(14, queue.discard());
    offer("ok\r\n");
    assertEquals("ok", line());
  }
}
