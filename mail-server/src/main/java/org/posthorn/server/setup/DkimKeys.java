package org.posthorn.server.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.function.Predicate;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;

/// New keys: what they are called and where they stand.
public final class DkimKeys {
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");

  private DkimKeys() {}

  /// A selector that nobody has to think of: the month, with a letter where that is taken.
  ///
  /// @param taken whether there is such a selector already
  public static String selector(LocalDate today, Predicate<String> taken) {
    String month = today.format(MONTH);
    String selector = month;
    for (int i = 1; taken.test(selector); i++) {
      // b … z, then b2 …: the first of the month has no letter
      selector = month + (char) ('a' + i % 26) + (i < 26 ? "" : i / 26 + 1);
    }
    return selector;
  }

  /// Where a key's private half stands.
  ///
  /// @param folder that of the configuration file
  public static Path file(Path folder, String domain, String selector) {
    return folder.resolve("dkim").resolve(domain + "." + selector + ".pem");
  }

  /// Makes a key and writes it to a new file that its owner alone can read. It belongs to whom the
  /// directory belongs, so that the daemon can read what the superuser made.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException where the file is there already
  /// @throws IllegalArgumentException where domain or selector are none
  public static SigningKey make(String domain, String selector, KeyType type, Path file)
      throws IOException {
    SigningKey key = SigningKey.of(domain, selector, KeyFile.generate(type));
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    try (NewFiles files = new NewFiles()) {
      files.directory(folder);
      if (Files.notExists(file)) {
        files.expect(file);
      }
      KeyFile.write(file, key.key());
      UserPrincipal owner = Files.getOwner(folder);
      if (!owner.equals(Files.getOwner(file))) {
        Files.setOwner(file, owner);
      }
      files.keep();
    }
    return key;
  }
}
