package org.posthorn.storage.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What one piece of the work found: the first thousand lines, and how many more there were. So a
/// store that is wrong all over costs no more memory than a sound one.
final class Findings {
  private static final int MOST = 1_000;

  private final List<String> lines = new ArrayList<>();
  private long more;

  void add(String line) {
    if (lines.size() < MOST) {
      lines.add(line);
    } else {
      more++;
    }
  }

  /// Hands all of it over.
  ///
  /// @return how many things are wrong
  long tell(Consumer<String> wrong) {
    lines.forEach(wrong);
    if (more > 0) {
      wrong.accept("… and " + more + " more faults like the last one");
    }
    return lines.size() + more;
  }
}
