package org.posthorn.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;

/// Replies as they are written (RFC 5321 §4.2, RFC 2034 §4).
class ReplyEncoderTest {
  @Test
  void writesEachLineWithItsCodes() {
    Reply help = new Reply(214, Reply.of(214, 0, 0, "-").status(), List.of("one", "two"));
    assertEquals("214-2.0.0 one\r\n214 2.0.0 two\r\n", ReplyEncoder.text(help));
    assertEquals(
        "250-mx.example\r\n250 HELP\r\n",
        ReplyEncoder.text(Replies.extensions(List.of("mx.example", "HELP"))));
  }

  @Test
  void nobodyAddsALine() {
    assertEquals(
        "555 5.5.4 Parameter not recognised: X??250 OK?\r\n",
        ReplyEncoder.text(Replies.unknownParameter("X\r\n250 OKü")));
  }

  @Test
  void noLineIsLongerThanAllowed() {
    assertEquals(512 - 22, ReplyEncoder.text(Reply.of(500, 5, 2, "x".repeat(1000))).length(), 10);
  }
}
