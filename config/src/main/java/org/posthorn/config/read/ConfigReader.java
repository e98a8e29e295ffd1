package org.posthorn.config.read;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ReadResult.Failed;
import org.posthorn.config.read.ReadResult.Ok;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/// Reads configuration files. Stateless, safe for use by any thread.
public final class ConfigReader {
  private ConfigReader() {}

  /// Reads and checks a file, with the files that it names. Relative paths in it start from its own
  /// directory.
  public static ReadResult read(Path file) {
    Problems problems = new Problems(file);
    try {
      return read(Files.readString(file), file);
    } catch (NoSuchFileException _) {
      problems.add(0, 0, "there is no such file");
    } catch (CharacterCodingException _) {
      problems.add(0, 0, "is not text in UTF-8");
    } catch (IOException e) {
      problems.add(0, 0, "cannot be read: " + e.getMessage());
    }
    return new Failed(problems.errors());
  }

  /// Reads and checks a text as if it stood in this file.
  public static ReadResult read(String text, Path file) {
    Problems problems = new Problems(file);
    Path directory = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    PosthornConfig config = parse(text, directory, PosthornConfig.defaults(), true, problems);
    if (problems.hasSyntaxErrors()) {
      return new Failed(problems.errors());
    }
    ConfigChecks.check(config).forEach(problems::add);
    return problems.isEmpty() ? new Ok(config, problems.warnings()) : new Failed(problems.errors());
  }

  /// Lays settings over a configuration: what the text does not mention stays as it is, a list in
  /// the
  /// text replaces the whole list. Values are checked one by one, relations between them are not
  /// ([ConfigChecks#check] does that).
  ///
  /// @param toml settings as they stand in a file
  /// @throws ConfigException with all problems
  public static PosthornConfig overlay(PosthornConfig base, String toml) {
    Problems problems = new Problems(Path.of("settings"));
    PosthornConfig config = parse(toml, Path.of("").toAbsolutePath(), base, false, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.errors());
    }
    return config;
  }

  /// Empty where the library itself fails, as it does for some texts that are far from TOML.
  private static Optional<TomlParseResult> toml(String text) {
    try {
      return Optional.of(Toml.parse(text));
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  private static PosthornConfig parse(
      String text, Path directory, PosthornConfig base, boolean complete, Problems problems) {
    Optional<TomlParseResult> parsed = toml(text);
    if (parsed.isEmpty()) {
      problems.addSyntaxError(1, 1, "is not TOML, and the parser cannot say why");
      return base;
    }
    TomlParseResult document = parsed.get();
    for (TomlParseError error : document.errors()) {
      problems.addSyntaxError(
          error.position().line(),
          error.position().column(),
          Objects.requireNonNullElse(error.getMessage(), "is not TOML"));
    }
    if (problems.hasSyntaxErrors()) {
      // What such a file means is a guess: other messages would be noise.
      return base;
    }
    new UnknownKeys(problems).check(document);
    return new DocumentReader(document, directory, complete, problems).readOver(base);
  }
}
