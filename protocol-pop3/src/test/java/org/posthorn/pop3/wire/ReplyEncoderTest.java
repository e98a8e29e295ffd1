package org.posthorn.pop3.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.pop3.command.Capability;
import org.posthorn.pop3.command.Language;
import org.posthorn.pop3.command.MessageNumber;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.command.ResponseCode;
import org.posthorn.protocol.frame.Output;
import org.posthorn.protocol.limit.SessionLimits;

final class ReplyEncoderTest {
  private static final MessageNumber ONE = new MessageNumber(1);

  private static String encode(Reply reply) throws IOException {
    EmbeddedChannel channel = new EmbeddedChannel();
    Output output = new Output(channel, SessionLimits.DEFAULT);
    ReplyEncoder.write(reply, output);
    output.flush();
    StringBuilder text = new StringBuilder();
    for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
      text.append(sent.toString(StandardCharsets.ISO_8859_1));
      sent.release();
    }
    channel.finishAndReleaseAll();
    return text.toString();
  }

  static Stream<Arguments> replies() {
    return Stream.of(
        Arguments.of(new Reply.Ok("Goodbye"), "+OK Goodbye\r\n"),
        Arguments.of(new Reply.Bad("No"), "-ERR No\r\n"),
        Arguments.of(new Reply.Refused(Optional.empty(), "No"), "-ERR No\r\n"),
        Arguments.of(
            new Reply.Refused(Optional.of(ResponseCode.SYS_TEMP), "No"), "-ERR [SYS/TEMP] No\r\n"),
        Arguments.of(
            Replies.MAILDROP_IN_USE, "-ERR [IN-USE] Another session has this maildrop\r\n"),
        Arguments.of(new Reply.DropListing(2, 320), "+OK 2 320\r\n"),
        Arguments.of(new Reply.ScanListing(ONE, 4_294_967_296L), "+OK 1 4294967296\r\n"),
        Arguments.of(
            new Reply.ScanListings(1, 5, List.of(new Reply.ScanListing(ONE, 5))),
            "+OK 1 messages, 5 octets\r\n1 5\r\n.\r\n"),
        Arguments.of(new Reply.ScanListings(0, 0, List.of()), "+OK 0 messages, 0 octets\r\n.\r\n"),
        Arguments.of(new Reply.UniqueIdListing(ONE, "ab"), "+OK 1 ab\r\n"),
        Arguments.of(
            new Reply.UniqueIdListings(List.of(new Reply.UniqueIdListing(ONE, "ab"))),
            "+OK Unique ids follow\r\n1 ab\r\n.\r\n"),
        Arguments.of(
            new Reply.Capabilities(
                List.of(Capability.of("TOP"), Capability.of("SASL", "PLAIN", "LOGIN"))),
            "+OK Capabilities follow\r\nTOP\r\nSASL PLAIN LOGIN\r\n.\r\n"),
        Arguments.of(
            new Reply.Mechanisms(List.of("PLAIN")), "+OK Mechanisms follow\r\nPLAIN\r\n.\r\n"),
        Arguments.of(
            new Reply.Languages(List.of(Language.EN)),
            "+OK Languages follow\r\nen English\r\n.\r\n"),
        Arguments.of(new Reply.LanguageChosen(Language.EN), "+OK en English\r\n"),
        Arguments.of(new Reply.MessageFollows(Optional.of(120L)), "+OK 120 octets\r\n"),
        Arguments.of(new Reply.MessageFollows(Optional.empty()), "+OK Message follows\r\n"));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void writes(Reply reply, String expected) throws IOException {
    assertEquals(expected, encode(reply));
  }

  @Test
  void noTextCanEndItsLine() throws IOException {
    assertEquals("+OK a??-ERR b?\r\n", encode(new Reply.Ok("a\r\n-ERR b\u00e9")));
  }

  /// RFC 1939 §3: 512 octets at most.
  @Test
  void longTextsAreCut() throws IOException {
    String line = encode(Replies.refused(ResponseCode.SYS_TEMP, "x".repeat(1000)));
    assertTrue(line.length() <= 512 && line.endsWith("x\r\n"), line);
  }
}
