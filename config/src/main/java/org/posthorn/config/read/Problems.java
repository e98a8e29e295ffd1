package org.posthorn.config.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/// Collects the problems of one file, and knows where in it each key stands. Used by one thread.
final class Problems {
  private static final Comparator<ConfigProblem> ORDER_OF_FILE =
      Comparator.comparingInt(ConfigProblem::line)
          .thenComparingInt(ConfigProblem::column)
          .thenComparing(ConfigProblem::key);

  private final Path file;
  private final Map<String, TomlPosition> positions = new HashMap<>();
  private final List<ConfigProblem> errors = new ArrayList<>();
  private final List<ConfigProblem> warnings = new ArrayList<>();
  private boolean syntaxErrors;

  Problems(Path file) {
    this.file = file;
  }

  /// Notes where a key stands.
  void place(String key, @Nullable TomlPosition position) {
    if (position != null) {
      positions.put(key, position);
    }
  }

  /// A fault of TOML itself.
  void addSyntaxError(int line, int column, String message) {
    syntaxErrors = true;
    add(line, column, message);
  }

  boolean hasSyntaxErrors() {
    return syntaxErrors;
  }

  /// A fault that has no key.
  void add(int line, int column, String message) {
    errors.add(new ConfigProblem(file, line, column, "", message));
  }

  /// A fault at a key, or at the nearest table around it that is in the file.
  void add(String key, String message) {
    errors.add(at(key, message));
  }

  /// A finding, unless it only follows from a fault that is known already.
  void add(Finding finding) {
    if (isBad(finding.key()) || finding.from().stream().anyMatch(this::isBad)) {
      return;
    }
    ConfigProblem problem = at(finding.key(), finding.message());
    switch (finding.severity()) {
      case ERROR -> errors.add(problem);
      case WARNING -> warnings.add(problem);
    }
  }

  private boolean isBad(String key) {
    return errors.stream()
        .map(ConfigProblem::key)
        .anyMatch(bad -> around(key, bad) || around(bad, key));
  }

  /// Whether the outer key is the inner one, or a table or list around it.
  private static boolean around(String outer, String inner) {
    return !outer.isEmpty()
        && inner.startsWith(outer)
        && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
  }

  private ConfigProblem at(String key, String message) {
    for (String around = key; !around.isEmpty(); around = parent(around)) {
      TomlPosition position = positions.get(around);
      if (position != null) {
        return new ConfigProblem(file, position.line(), position.column(), key, message);
      }
    }
    return new ConfigProblem(file, 0, 0, key, message);
  }

  private static String parent(String key) {
    int end = key.endsWith("]") ? key.lastIndexOf('[') : key.lastIndexOf('.');
    return end < 0 ? "" : key.substring(0, end);
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  /// All errors, in the order of the file.
  List<ConfigProblem> errors() {
    return errors.stream().sorted(ORDER_OF_FILE).toList();
  }

  /// All warnings, in the order of the file.
  List<ConfigProblem> warnings() {
    return warnings.stream().sorted(ORDER_OF_FILE).toList();
  }
}
