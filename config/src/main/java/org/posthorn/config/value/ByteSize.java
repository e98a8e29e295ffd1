package org.posthorn.config.value;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, never negative: `"50MB"`, `"128KB"`, `"512"`.
///
/// The units B, KB, MB, GB and TB are powers of 1024, in any case; KiB, MiB, GiB and TiB mean the
/// same. Where a limit of this type may be switched off, [#ZERO] says so. Immutable.
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  public static final ByteSize ZERO = new ByteSize(0);

  private static final String UNITS = "BKMGT";
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,19}) ?(?:B|([KMGT])(?:I?B))?", Pattern.CASE_INSENSITIVE);

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative");
    }
  }

  public static ByteSize ofBytes(long bytes) {
    return new ByteSize(bytes);
  }

  public static ByteSize ofKilobytes(long kilobytes) {
    return new ByteSize(Math.multiplyExact(kilobytes, 1L << 10));
  }

  public static ByteSize ofMegabytes(long megabytes) {
    return new ByteSize(Math.multiplyExact(megabytes, 1L << 20));
  }

  public static ByteSize ofGigabytes(long gigabytes) {
    return new ByteSize(Math.multiplyExact(gigabytes, 1L << 30));
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException with a message for the admin, if the text is not a size
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a size: write a whole number and B, KB, MB, GB or TB");
    }
    String unit = matcher.group(2);
    int power = unit == null ? 0 : UNITS.indexOf(unit.toUpperCase(Locale.ROOT));
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
    } catch (ArithmeticException | NumberFormatException _) {
      throw new IllegalArgumentException("\"" + text + "\" is too large for a size");
    }
  }

  /// The size as an `int`, for buffers.
  ///
  /// @throws ArithmeticException if it is 2 GB or more
  public int toIntExact() {
    return Math.toIntExact(bytes);
  }

  public boolean isZero() {
    return bytes == 0;
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /// The shortest exact text form, with the largest unit that divides the size.
  @Override
  public String toString() {
    int power = 0;
    long rest = bytes;
    while (rest != 0 && rest % 1024 == 0 && power < UNITS.length() - 1) {
      rest /= 1024;
      power++;
    }
    if (power == 0) {
      return Long.toString(bytes);
    }
    return rest + UNITS.substring(power, power + 1) + "B";
  }
}
