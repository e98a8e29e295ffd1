package org.posthorn.server.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/standards.tsv` is the register of standards: whatever the code cites stands there, and
/// whatever it claims to do, a dialogue or a test shows.
class StandardsRegisterTest {
  private static final Pattern CITATION = Pattern.compile("RFC[ -]?(\\d{3,5})");
  private static final Set<String> STATES = Set.of("yes", "partly", "no", "cited");

  private final Path root = repositoryRoot();

  @Test
  void everyLineOfTheRegisterIsWellFormed() throws IOException {
    List<String> bad = new ArrayList<>();
    for (String line : registerLines()) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 4 || !fields[0].matches("\\d{3,5}") || !STATES.contains(fields[2])) {
        bad.add(line);
      }
    }
    assertEquals(List.of(), bad, "lines that are not: number, title, yes|partly|no|cited, package");
  }

  @Test
  void everyCitedRfcStandsInTheRegister() throws IOException {
    Set<String> known = register().keySet();
    Map<String, Path> missing = new TreeMap<>();
    for (Path file : sources("src/main")) {
      Matcher citation = CITATION.matcher(Files.readString(file));
      while (citation.find()) {
        if (!known.contains(citation.group(1))) {
          missing.put(citation.group(1), root.relativize(file));
        }
      }
    }
    assertEquals(Map.of(), missing, "cited, but not in docs/standards.tsv");
  }

  @Test
  void everyClaimIsShownByATest() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (Path file : sources("src/test")) {
      Matcher citation = CITATION.matcher(Files.readString(file));
      while (citation.find()) {
        shown.add(citation.group(1));
      }
    }
    Set<String> unshown = new TreeSet<>();
    register()
        .forEach(
            (rfc, state) -> {
              if (state.equals("yes") && !shown.contains(rfc)) {
                unshown.add(rfc);
              }
            });
    assertEquals(
        Set.of(), unshown, "claimed in docs/standards.tsv, but named by no dialogue or test");
  }

  private Map<String, String> register() throws IOException {
    Map<String, String> states = new HashMap<>();
    for (String line : registerLines()) {
      String[] fields = line.split("\t", -1);
      states.put(fields[0], fields[2]);
    }
    assertFalse(states.isEmpty());
    return states;
  }

  private List<String> registerLines() throws IOException {
    return Files.readAllLines(root.resolve("docs/standards.tsv")).stream()
        .skip(1)
        .filter(line -> !line.isBlank())
        .toList();
  }

  private List<Path> sources(String kind) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve(kind))
          .filter(Files::isDirectory)
          .flatMap(StandardsRegisterTest::textFilesBelow)
          .toList();
    }
  }

  private static Stream<Path> textFilesBelow(Path folder) {
    try {
      return Files.walk(folder).filter(path -> path.toString().matches(".*\\.(java|dialog)"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path repositoryRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/standards.tsv"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not inside the repository");
    }
    return folder;
  }
}
