package org.posthorn.auth.spf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;

/// Reads a file of cases; `src/test/resources/spf/README.md` says what may stand in it.
final class SpfCaseFile {
  private static final int STRING = 200;

  final List<SpfCase> cases = new ArrayList<>();
  private final StringBuilder zone = new StringBuilder();
  private final Map<String, Behaviour> troubles = new HashMap<>();
  private final Map<String, String> defaults = new HashMap<>();

  /// One row.
  ///
  /// @param options what it says beyond the result
  record SpfCase(
      String name, boolean helo, String subject, Set<String> results, Map<String, String> options) {
    String option(String name, String otherwise) {
      return options.getOrDefault(name, otherwise);
    }
  }

  static SpfCaseFile read(Path path) {
    try {
      SpfCaseFile file = new SpfCaseFile();
      boolean inZone = false;
      for (String line : Files.readAllLines(path)) {
        if (line.equals("zone") || line.equals("end")) {
          inZone = line.equals("zone");
        } else if (inZone) {
          file.zone.append(line).append('\n');
        } else if (!line.isBlank()) {
          file.line(line);
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ZoneServer serve() {
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

  boolean hasSilence() {
    return troubles.containsValue(Behaviour.SILENT);
  }

  private void line(String line) {
    int blank = line.indexOf(' ');
    String rest = line.substring(blank + 1).strip();
    switch (line.substring(0, blank)) {
      case "title" -> {}
      case "client", "helo" -> defaults.put(line.substring(0, blank), rest);
      case "silent" -> troubles.put(rest, Behaviour.SILENT);
      case "servfail" -> troubles.put(rest, Behaviour.SERVFAIL);
      case "try" -> publish(rest.split(" \\| ", -1));
      case "check" -> add(rest.split(" \\| ", -1), false);
      case "helo-check" -> add(rest.split(" \\| ", -1), true);
      default -> throw new IllegalArgumentException(line);
    }
  }

  private void publish(String[] fields) {
    String label = fields[0].toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String domain = label + ".example.com";
    zone.append(domain).append(" IN TXT");
    for (int i = 0; i < fields[1].length(); i += STRING) {
      int end = Math.min(fields[1].length(), i + STRING);
      zone.append(" \"").append(fields[1], i, end).append('"');
    }
    zone.append('\n');
    fields[1] = "foo@" + domain;
    add(fields, false);
  }

  private void add(String[] fields, boolean helo) {
    Map<String, String> options = new HashMap<>(defaults);
    for (String option : Arrays.asList(fields).subList(3, fields.length)) {
      int equals = option.indexOf('=');
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    String subject = options.getOrDefault("from", fields[1]);
    cases.add(
        new SpfCase(
            fields[0],
            helo,
            subject.equals("<>") ? "" : subject,
            Set.of(fields[2].split("/")),
            options));
  }
}
