package org.posthorn.config.reference;

import java.util.ArrayList;
import java.util.List;

/// Breaks text into lines.
final class Wrap {
  private Wrap() {}

  /// Lines of `width` characters at most, but for words that are longer by themselves.
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
