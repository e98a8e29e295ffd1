package org.posthorn.auth.dmarc;

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
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;

/// Reads a file of cases; `src/test/resources/dmarc/README.md` says what may stand in it.
final class DmarcCaseFile {
  final List<DmarcCase> cases = new ArrayList<>();
  private final StringBuilder zone = new StringBuilder();
  private final Map<String, Behaviour> troubles = new HashMap<>();

  /// One row.
  ///
  /// @param options what it says beyond the result
  record DmarcCase(
      String name, String from, String identities, String result, Map<String, String> options) {
    String option(String name, String otherwise) {
      return options.getOrDefault(name, otherwise);
    }
  }

  static DmarcCaseFile read(Path path) {
    try {
      DmarcCaseFile file = new DmarcCaseFile();
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
    troubles.forEach(server::behave);
    return server;
  }

  private void line(String line) {
    int blank = line.indexOf(' ');
    String rest = line.substring(blank + 1).strip();
    switch (line.substring(0, blank)) {
      case "title" -> {}
      case "silent" -> troubles.put(rest, Behaviour.SILENT);
      case "servfail" -> troubles.put(rest, Behaviour.SERVFAIL);
      case "try" -> publish(fields(rest));
      case "check" -> {
        List<String> fields = fields(rest);
        add(fields.get(0), fields.get(1), fields.get(2), fields.subList(3, fields.size()));
      }
      default -> throw new IllegalArgumentException(line);
    }
  }

  private static List<String> fields(String text) {
    return Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
  }

  private void publish(List<String> fields) {
    String label = fields.getFirst().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String domain = label + ".example.com";
    zone.append("_dmarc.").append(domain).append(" IN TXT \"v=DMARC1; ");
    zone.append(fields.get(1)).append("\"\n");
    add(fields.getFirst(), "a@" + domain, "-", fields.subList(2, fields.size()));
  }

  private void add(String name, String from, String identities, List<String> rest) {
    Map<String, String> options = new HashMap<>();
    for (String option : rest.subList(1, rest.size())) {
      int equals = option.indexOf('=');
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    cases.add(new DmarcCase(name, from, identities, rest.getFirst(), options));
  }
}
