package org.posthorn.auth.spf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthorn.auth.dns.CaseFile;

/// The cases of a file; `src/test/resources/spf/README.md` says what may stand in it.
final class SpfCaseFile {
  final List<SpfCase> cases = new ArrayList<>();
  final CaseFile source;
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

  SpfCaseFile(Path path) {
    source = new CaseFile(path);
    source.rows().forEach(this::read);
  }

  private void read(CaseFile.Row row) {
    List<String> fields = Arrays.asList(row.rest().split(" \\| ", -1));
    switch (row.word()) {
      case "client", "helo" -> defaults.put(row.word(), row.rest());
      case "try" -> {
        String domain = CaseFile.domain(fields.get(0));
        source.publish(domain, fields.get(1));
        add(fields, "foo@" + domain, false);
      }
      case "check" -> add(fields, fields.get(1), false);
      case "helo-check" -> add(fields, fields.get(1), true);
      default -> throw new IllegalArgumentException(row.toString());
    }
  }

  private void add(List<String> fields, String from, boolean helo) {
    Map<String, String> options = CaseFile.options(fields.subList(3, fields.size()), defaults);
    String subject = options.getOrDefault("from", from);
    cases.add(
        new SpfCase(
            fields.get(0),
            helo,
            subject.equals("<>") ? "" : subject,
            Set.of(fields.get(2).split("/")),
            options));
  }
}
