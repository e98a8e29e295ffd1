package org.posthorn.auth.dmarc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.posthorn.auth.dns.CaseFile;

/// The cases of a file; `src/test/resources/dmarc/README.md` says what may stand in it.
final class DmarcCaseFile {
  final List<DmarcCase> cases = new ArrayList<>();
  final CaseFile source;

  /// One row.
  ///
  /// @param options what it says beyond the result
  record DmarcCase(
      String name, String from, String identities, String result, Map<String, String> options) {
    String option(String name, String otherwise) {
      return options.getOrDefault(name, otherwise);
    }
  }

  DmarcCaseFile(Path path) {
    source = new CaseFile(path);
    source.rows().forEach(this::read);
  }

  private void read(CaseFile.Row row) {
    List<String> fields = Arrays.stream(row.rest().split("\\|", -1)).map(String::strip).toList();
    String name = fields.get(0);
    switch (row.word()) {
      case "try" -> {
        String domain = CaseFile.domain(name);
        source.publish("_dmarc." + domain, "v=DMARC1; " + fields.get(1));
        add(name, "a@" + domain, "-", fields.subList(2, fields.size()));
      }
      case "check" -> add(name, fields.get(1), fields.get(2), fields.subList(3, fields.size()));
      default -> throw new IllegalArgumentException(row.toString());
    }
  }

  private void add(String name, String from, String identities, List<String> rest) {
    Map<String, String> options = CaseFile.options(rest.subList(1, rest.size()), Map.of());
    cases.add(new DmarcCase(name, from, identities, rest.getFirst(), options));
  }
}
