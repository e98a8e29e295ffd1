package org.posthorn.server.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// Prints verdicts for people or for programs. What strangers wrote cannot do anything to a
/// terminal.
final class VerdictReport {
  private static final int MAX_METHOD = 7;
  private static final int MAX_RESULT = 9;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  boolean json;

  void print(List<Verdict> verdicts, PrintWriter out) {
    if (json) {
      List<Map<String, Object>> objects = verdicts.stream().map(VerdictReport::object).toList();
      out.println(Json.text(Map.of("verdicts", objects)));
    } else {
      verdicts.forEach(verdict -> out.println(line(verdict)));
    }
  }

  private static Map<String, Object> object(Verdict verdict) {
    SequencedMap<String, Object> object = new LinkedHashMap<>();
    object.put("method", verdict.method());
    object.put("result", verdict.result());
    object.putAll(verdict.facts());
    return object;
  }

  private static String line(Verdict verdict) {
    String facts =
        verdict.facts().entrySet().stream()
            .map(fact -> fact.getKey() + "=" + value(fact.getValue()))
            .collect(Collectors.joining("  "));
    return (padded(verdict.method(), MAX_METHOD) + padded(verdict.result(), MAX_RESULT) + facts)
        .stripTrailing();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width + 2 - text.length()));
  }

  private static String value(Object value) {
    String text = MailText.harmless(value.toString());
    return text.indexOf(' ') < 0 ? text : '"' + text + '"';
  }
}
