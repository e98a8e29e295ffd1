package org.posthorn.smtp.policy.milter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.smtp.command.Reply;

/// Reads what stands in the packets of a filter. Stateless.
final class AnswerParser {
  /// The packet that brings a piece of a new body.
  static final char REPLACE_BODY = 'b';

  private AnswerParser() {}

  /// The answer in a packet.
  ///
  /// @throws MilterFault where it is none
  static Answer parse(char type, byte[] content) throws MilterFault {
    return switch (type) {
      case 'c' -> new Answer.Continue();
      case 'a' -> new Answer.Accept();
      case 'd' -> new Answer.Discard();
      case 'r' -> new Answer.Reject();
      case 't' -> new Answer.TempFail();
      case 's' -> new Answer.Skip();
      case 'f', '4' -> new Answer.HangUp();
      case 'p' -> new Answer.Progress();
      case 'y' -> new Answer.Refuse(reply(content));
      default -> edit(type, content);
    };
  }

  private static Answer edit(char type, byte[] content) throws MilterFault {
    ByteBuffer in = ByteBuffer.wrap(content);
    return switch (type) {
      case REPLACE_BODY -> new Answer.ReplaceBody();
      case 'h' -> new Answer.AddField(text(in), text(in));
      case 'i' -> new Answer.InsertField(number(in), text(in), text(in));
      case 'm' -> new Answer.ChangeField(number(in), text(in), text(in));
      case 'e' -> new Answer.ChangeSender(text(in));
      case '+', '2' -> new Answer.AddRecipient(text(in));
      case '-' -> new Answer.DeleteRecipient(text(in));
      case 'q' -> new Answer.Quarantine(text(in));
      default -> throw new MilterFault("answers with a packet of type " + (int) type);
    };
  }

  private static int number(ByteBuffer in) throws MilterFault {
    if (in.remaining() < Integer.BYTES) {
      throw new MilterFault("a packet ends within a number");
    }
    return in.getInt();
  }

  /// The octets up to the next NUL, or, leniently, to the end.
  static String text(ByteBuffer in) {
    int start = in.position();
    while (in.hasRemaining() && in.get(in.position()) != 0) {
      in.get();
    }
    byte[] octets = new byte[in.position() - start];
    in.get(start, octets);
    if (in.hasRemaining()) {
      in.get();
    }
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /// `550 5.7.1 text`, or several lines `550-5.7.1 text`. A percent sign is written twice.
  private static Reply reply(byte[] content) throws MilterFault {
    return ReplyText.parse(text(ByteBuffer.wrap(content)))
        .orElseThrow(() -> new MilterFault("a reply that is none"));
  }

  /// The packets' octets of some texts, each with its NUL.
  static byte[] texts(List<String> texts) {
    List<byte[]> parts = new ArrayList<>();
    int length = 0;
    for (String text : texts) {
      byte[] octets = text.replace("\0", "").getBytes(StandardCharsets.UTF_8);
      parts.add(octets);
      length += octets.length + 1;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    parts.forEach(part -> all.put(part).put((byte) 0));
    return all.array();
  }
}
