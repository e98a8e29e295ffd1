package org.posthorn.config.value;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/// A value that must not appear in logs, errors or heap-dump-friendly `toString` output.
///
/// It is written in place, or as `"file:PATH"`, which names a file with the value (one trailing
/// line
/// break is not part of it). [#toString] never shows the value; only [#reveal] does. Two secrets
/// are
/// equal if their values are; the comparison takes the same time wherever they differ. Immutable.
public final class Secret {
  private final String value;
  private final Optional<Path> file;

  private Secret(String value, Optional<Path> file) {
    this.value = value;
    this.file = file;
  }

  public static Secret of(String value) {
    return new Secret(value, Optional.empty());
  }

  /// A secret whose value was read from a file.
  public static Secret ofFile(Path file, String content) {
    String value = content;
    if (value.endsWith("\n")) {
      value = value.substring(0, value.length() - 1);
    }
    if (value.endsWith("\r")) {
      value = value.substring(0, value.length() - 1);
    }
    return new Secret(value, Optional.of(file));
  }

  /// The value itself. Use it where it is needed and keep it nowhere.
  public String reveal() {
    return value;
  }

  /// The file that the value came from.
  public Optional<Path> file() {
    return file;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /// The same for all secrets, so that nothing can be told from it.
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
