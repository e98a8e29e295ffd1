package org.posthorn.storage.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Messages made to measure, and questions to structures that need no recursion.
final class Samples {
  private Samples() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] nestedMultiparts(int depth) {
    StringBuilder message = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      message.append("Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
    }
    return bytes(message.append("\r\ntext\r\n").toString());
  }

  static byte[] nestedMessages(int depth) {
    return bytes(
        "Content-Type: message/rfc822\r\n\r\n".repeat(depth) + "Subject: x\r\n\r\ntext\r\n");
  }

  record Measure(int parts, int depth) {}

  private record Visit(Part part, int depth) {}

  static Measure measure(MessageStructure structure) {
    Deque<Visit> open = new ArrayDeque<>();
    open.push(new Visit(structure.content(), 1));
    int parts = 0;
    int depth = 0;
    while (!open.isEmpty()) {
      Visit visit = open.pop();
      parts++;
      depth = Math.max(depth, visit.depth());
      switch (visit.part()) {
        case Part.Leaf _ -> {}
        case Part.Multipart multipart ->
            multipart.parts().forEach(p -> open.push(new Visit(p, visit.depth() + 1)));
        case Part.EmbeddedMessage message ->
            open.push(new Visit(message.content(), visit.depth() + 1));
      }
    }
    return new Measure(parts, depth);
  }
}
