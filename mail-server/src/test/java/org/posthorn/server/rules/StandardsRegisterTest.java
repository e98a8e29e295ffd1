package org.posthorn.server.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/standards.tsv` is the register of standards: whatever the code cites stands there, and
/// whatever it claims to do, the header of a dialogue or a test names.
class StandardsRegisterTest {
  private static final Pattern CITATION = Pattern.compile("RFC[ -]?(\\d{3,5})");
  private static final Pattern TEST_CLASS = Pattern.compile(".*(Test|Contract)\\.java");

  private final SourceTree tree = SourceTree.ofThisRepository();

  /// How much of a standard there is. `cited`: the code follows a part of it or only mentions it.
  private enum State {
    YES,
    PARTLY,
    NO,
    CITED;

    boolean isClaim() {
      return this == YES || this == PARTLY;
    }
  }

  private record Standard(int rfc, State state, String home) {
    static Standard of(String line) {
      String[] fields = line.split("\t", -1);
      assertEquals(4, fields.length, "not number, title, state, package: " + line);
      assertFalse(fields[1].isBlank(), "no title: " + line);
      return new Standard(
          Integer.parseInt(fields[0]),
          State.valueOf(fields[2].toUpperCase(Locale.ROOT)),
          fields[3]);
    }
  }

  @Test
  void theRegisterIsInAscendingOrder() throws IOException {
    List<Integer> numbers = register().stream().map(Standard::rfc).toList();
    assertEquals(numbers.stream().distinct().sorted().toList(), numbers);
  }

  @Test
  void everyPackageOfTheRegisterExists() throws IOException {
    Set<String> packages = tree.packages();
    List<Standard> homeless =
        register().stream()
            .filter(standard -> standard.state().isClaim() || !standard.home().isEmpty())
            .filter(standard -> !packages.contains(standard.home()))
            .toList();
    assertEquals(List.of(), homeless, "no such package");
  }

  @Test
  void everyCitedRfcStandsInTheRegister() throws IOException {
    Set<Integer> known = register().stream().map(Standard::rfc).collect(Collectors.toSet());
    Map<Integer, Path> missing = new TreeMap<>();
    for (Path file : tree.files("src/main", ".java")) {
      for (int rfc : citations(Files.readString(file))) {
        if (!known.contains(rfc)) {
          missing.put(rfc, file);
        }
      }
    }
    assertEquals(Map.of(), missing, "cited, but not in docs/standards.tsv");
  }

  @Test
  void whatTheRegisterCallsCitedIsCited() throws IOException {
    Set<Integer> cited = new TreeSet<>();
    for (Path file : tree.files("src", ".java")) {
      cited.addAll(citations(Files.readString(file)));
    }
    List<Standard> forgotten =
        register().stream()
            .filter(standard -> standard.state() != State.NO && !cited.contains(standard.rfc()))
            .toList();
    assertEquals(List.of(), forgotten, "in docs/standards.tsv, but nowhere in the code");
  }

  @Test
  void everyClaimIsShownByADialogueOrTest() throws IOException {
    Set<Integer> shown = new TreeSet<>();
    for (Path file : tree.files("src/test", ".dialog")) {
      shown.addAll(citations(header(file)));
    }
    for (Path file : tree.files("src/test", ".java")) {
      if (TEST_CLASS.matcher(file.toString()).matches()) {
        shown.addAll(citations(Files.readString(file)));
      }
    }
    List<Standard> unshown =
        register().stream()
            .filter(standard -> standard.state().isClaim() && !shown.contains(standard.rfc()))
            .toList();
    assertEquals(List.of(), unshown, "claimed, but named by no dialogue's header and no test");
  }

  @Test
  void everyDialogueNamesAStandard() throws IOException {
    List<Path> bare = new ArrayList<>();
    for (Path file : tree.files("src/test", ".dialog")) {
      if (citations(header(file)).isEmpty()) {
        bare.add(file);
      }
    }
    bare.sort(Comparator.naturalOrder());
    assertEquals(List.of(), bare, "dialogues without an RFC in their header");
  }

  private List<Standard> register() throws IOException {
    List<String> lines = Files.readAllLines(tree.root().resolve("docs/standards.tsv"));
    return lines.stream().skip(1).filter(line -> !line.isBlank()).map(Standard::of).toList();
  }

  /// What stands before the first blank line of a dialogue.
  private static String header(Path dialogue) throws IOException {
    return Files.readAllLines(dialogue).stream()
        .takeWhile(line -> !line.isBlank())
        .collect(Collectors.joining("\n"));
  }

  private static Set<Integer> citations(String text) {
    return CITATION
        .matcher(text)
        .results()
        .map(citation -> Integer.valueOf(citation.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
