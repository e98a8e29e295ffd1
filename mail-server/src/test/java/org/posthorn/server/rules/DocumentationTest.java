package org.posthorn.server.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents speak of what is there: types that exist, files that exist.
class DocumentationTest {
  /// A name in backticks that can only be a type: `UpperCamel`, perhaps with a member behind it.
  private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z0-9]\\w*)(?:[.#(][^`]*)?`");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  private final SourceTree tree = SourceTree.ofThisRepository();

  @ParameterizedTest
  @ValueSource(strings = {"architecture.md", "flow.md", "adding-a-command.md"})
  void everyTypeThatIsNamedExists(String document) throws IOException {
    Set<String> named = new TreeSet<>();
    TYPE.matcher(Files.readString(tree.root().resolve("docs").resolve(document)))
        .results()
        .forEach(name -> named.add(name.group(1)));
    named.removeAll(tree.typeNames());
    assertEquals(Set.of(), named, "named in docs/" + document + ", but not in the sources");
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : documents()) {
      Path folder = Objects.requireNonNull(document.getParent());
      LINK.matcher(Files.readString(document))
          .results()
          .map(link -> link.group(1))
          .filter(target -> !Files.exists(folder.resolve(target)))
          .forEach(target -> dead.add(tree.root().relativize(document) + " -> " + target));
    }
    assertEquals(List.of(), dead);
  }

  @Test
  void everyDecisionIsListed() throws IOException {
    Path folder = tree.root().resolve("docs/decisions");
    String list = Files.readString(folder.resolve("README.md"));
    try (Stream<Path> pages = Files.list(folder)) {
      List<String> unlisted =
          pages
              .map(page -> Objects.requireNonNull(page.getFileName()).toString())
              .filter(name -> name.matches("\\d{3}-.*\\.md") && !list.contains("(" + name + ")"))
              .toList();
      assertEquals(List.of(), unlisted);
    }
  }

  private List<Path> documents() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> top = Files.list(tree.root());
        Stream<Path> docs = Files.walk(tree.root().resolve("docs"))) {
      Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).forEach(found::add);
    }
    return found;
  }
}
