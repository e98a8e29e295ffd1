package org.posthorn.config.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the known name that somebody probably meant.
public final class NearestName {
  private NearestName() {}

  /// The known name with the fewest edits (insert, delete, change, swap neighbours) from the
  /// written
  /// one, if that is a third of its length at most; of equals the first in the alphabet.
  public static Optional<String> of(String written, Collection<String> known) {
    int tolerated = Math.max(1, Math.max(written.length(), 3) / 3);
    return known.stream()
        .filter(name -> distance(written, name) <= tolerated)
        .min(
            Comparator.comparingInt((String name) -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// The edit distance with swaps (optimal string alignment).
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
