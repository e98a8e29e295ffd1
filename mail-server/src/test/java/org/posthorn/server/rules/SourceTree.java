package org.posthorn.server.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sources of all modules, for rules about what is written in them.
///
/// @param root the folder of the repository
record SourceTree(Path root) {
  /// The repository that the working directory lies in.
  static SourceTree ofThisRepository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/standards.tsv"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not inside the repository");
    }
    return new SourceTree(folder);
  }

  /// The files of all modules below their folder `part` (such as `src/main`) whose names end in
  /// `suffix`.
  List<Path> files(String part, String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path module : modules()) {
      Path folder = module.resolve(part);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> below = Files.walk(folder)) {
          below.filter(path -> path.toString().endsWith(suffix)).forEach(found::add);
        }
      }
    }
    return found;
  }

  /// Every package of the daemon that has a description.
  Set<String> packages() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : files("src/main/java", "package-info.java")) {
      Path folder = Objects.requireNonNull(file.getParent());
      String name = folder.toString();
      int start = name.indexOf("src/main/java/") + "src/main/java/".length();
      names.add(name.substring(start).replace('/', '.'));
    }
    return names;
  }

  /// The simple names of all top-level types, tests included.
  Set<String> typeNames() throws IOException {
    return files("src", ".java").stream()
        .map(file -> Objects.requireNonNull(file.getFileName()).toString())
        .map(name -> name.substring(0, name.length() - ".java".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml"))).toList();
    }
  }
}
