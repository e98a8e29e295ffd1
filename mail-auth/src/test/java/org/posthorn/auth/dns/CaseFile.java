package org.posthorn.auth.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A file of cases with the zone that they are about; what its rows mean is for their reader to
/// know: `title`, `zone … end`, `silent` and `servfail` are read here (see
/// `src/test/resources/spf/README.md`). Not thread-safe.
public final class CaseFile {
  private final List<Row> rows = new ArrayList<>();
  private final StringBuilder zone = new StringBuilder();
  private final Map<String, Behaviour> troubles = new HashMap<>();

  /// A line that is neither part of the zone nor about how the server behaves.
  ///
  /// @param word its first word
  /// @param rest what follows, without blanks around it
  public record Row(String word, String rest) {}

  public CaseFile(Path path) {
    try {
      boolean inZone = false;
      for (String line : Files.readAllLines(path)) {
        if (line.equals("zone") || line.equals("end")) {
          inZone = line.equals("zone");
        } else if (inZone) {
          zone.append(line).append('\n');
        } else if (!line.isBlank()) {
          line(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    int blank = line.indexOf(' ');
    String rest = line.substring(blank + 1).strip();
    switch (line.substring(0, blank)) {
      case "title" -> {}
      case "silent" -> troubles.put(rest, Behaviour.SILENT);
      case "servfail" -> troubles.put(rest, Behaviour.SERVFAIL);
      default -> rows.add(new Row(line.substring(0, blank), rest));
    }
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /// Adds a text to the zone.
  public void publish(String name, String text) {
    zone.append(ZoneServer.text(name, text));
  }

  /// A domain for the case of that name alone.
  public static String domain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".example.com";
  }

  /// Reads `name=value` fields.
  ///
  /// @param defaults values of those that are not there
  public static Map<String, String> options(List<String> fields, Map<String, String> defaults) {
    Map<String, String> options = new HashMap<>(defaults);
    for (String option : fields) {
      int equals = option.indexOf('=');
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return options;
  }

  /// Serves the zone.
  public ZoneServer serve() {
    ZoneServer server = ZoneServer.of(zone.toString());
    troubles.forEach(
        (name, behaviour) -> {
          String[] words = name.split(" ");
          if (words.length == 2) {
            server.behave(words[0], words[1], behaviour);
          } else {
            server.behave(words[0], behaviour);
          }
        });
    return server;
  }

  public boolean hasSilence() {
    return troubles.containsValue(Behaviour.SILENT);
  }
}
