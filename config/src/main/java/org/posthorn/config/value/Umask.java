package org.posthorn.config.value;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Rights that files and directories of the daemon never get, in octal as the shell's `umask` takes
/// them: `"0077"` keeps all others out. Immutable.
///
/// @param bits the nine permission bits, 0 to 0777
public record Umask(int bits) {
  private static final String RIGHTS = "rwxrwxrwx";
  private static final Pattern TEXT = Pattern.compile("0?[0-7]{3}");

  public Umask {
    if (bits < 0 || bits > 0777) {
      throw new IllegalArgumentException("a umask has nine bits");
    }
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException with a message for the admin
  public static Umask parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a umask: write three octal digits, such as \"077\"");
    }
    return new Umask(Integer.parseInt(text, 8));
  }

  /// The rights a new file is to have.
  public Set<PosixFilePermission> filePermissions() {
    return permissions(0666 & ~bits);
  }

  /// The rights a new directory is to have.
  public Set<PosixFilePermission> directoryPermissions() {
    return permissions(0777 & ~bits);
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    StringBuilder text = new StringBuilder(RIGHTS.length());
    for (int i = 0; i < RIGHTS.length(); i++) {
      text.append((mode & (0400 >> i)) == 0 ? '-' : RIGHTS.charAt(i));
    }
    return PosixFilePermissions.fromString(text.toString());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "0%03o", bits);
  }
}
