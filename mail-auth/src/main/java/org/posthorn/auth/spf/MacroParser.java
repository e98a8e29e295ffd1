package org.posthorn.auth.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.auth.spf.MacroString.Part;

/// Reads text with macros (RFC 7208 §7.1). No input makes it throw anything but [SpfFault].
final class MacroParser {
  /// A name of more parts than this is no name.
  private static final int MAX_MACROS = 128;

  private static final int MANY = 1000;

  private static final Pattern MACRO = Pattern.compile("\\{([a-zA-Z])(\\d*)([rR]?)([-.+,/_=]*)\\}");
  private static final Pattern TOP_LABEL =
      Pattern.compile(
          "(?:[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9])\\.?");
  private static final String EVERYWHERE = "slodiphv";
  private static final String IN_EXPLANATIONS = "crt";

  private final String text;
  private final String letters;
  private final boolean blanks;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int macros;
  private boolean endsWithMacro;

  private MacroParser(String text, String letters, boolean blanks) {
    this.text = text;
    this.letters = letters;
    this.blanks = blanks;
  }

  /// The argument of a modifier that nobody knows: it only has to be well-formed.
  static MacroString string(String text) throws SpfFault {
    return new MacroParser(text, EVERYWHERE + IN_EXPLANATIONS, false).read();
  }

  /// A name: it ends in a label that a top-level domain could have, or in a macro.
  static MacroString domain(String text) throws SpfFault {
    MacroParser parser = new MacroParser(text, EVERYWHERE, false);
    MacroString string = parser.read();
    if (!parser.endsWithMacro && !endsInTopLabel(text)) {
      throw SpfFault.permanent("not a domain name: " + text);
    }
    return string;
  }

  /// What a domain says to those who fail (§6.2).
  static MacroString explanation(String text) throws SpfFault {
    return new MacroParser(text, EVERYWHERE + IN_EXPLANATIONS, true).read();
  }

  private static boolean endsInTopLabel(String text) {
    int end = text.endsWith(".") ? text.length() - 1 : text.length();
    int dot = text.lastIndexOf('.', end - 1);
    return dot >= 0 && end > 0 && TOP_LABEL.matcher(text.substring(dot + 1)).matches();
  }

  private MacroString read() throws SpfFault {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      endsWithMacro = false;
      if (c == '%') {
        at = special(at + 1);
      } else if ((c > ' ' && c < 0x7f) || (c == ' ' && blanks)) {
        literal.append(c);
        at++;
      } else {
        throw SpfFault.permanent("a character that must not be in a record");
      }
    }
    flush();
    return new MacroString(parts);
  }

  /// Reads what follows a percent sign; gives the place behind it.
  private int special(int at) throws SpfFault {
    char c = at < text.length() ? text.charAt(at) : ' ';
    switch (c) {
      case '%' -> literal.append('%');
      case '_' -> literal.append(' ');
      case '-' -> literal.append("%20");
      case '{' -> {
        return macro(at);
      }
      default -> throw SpfFault.permanent("a percent sign that means nothing");
    }
    endsWithMacro = true; // the grammar calls these macros too
    return at + 1;
  }

  private int macro(int at) throws SpfFault {
    Matcher matcher = MACRO.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw SpfFault.permanent("a macro that cannot be read");
    }
    char letter = matcher.group(1).charAt(0);
    char lower = matcher.group(1).toLowerCase(Locale.ROOT).charAt(0);
    if (letters.indexOf(lower) < 0) {
      throw SpfFault.permanent("no macro %{" + letter + "} here");
    }
    int keep = keep(matcher.group(2));
    if (keep == 0 || ++macros > MAX_MACROS) {
      throw SpfFault.permanent(keep == 0 ? "a macro that keeps nothing" : "too many macros");
    }
    flush();
    String delimiters = matcher.group(4).isEmpty() ? "." : matcher.group(4);
    boolean reversed = !matcher.group(3).isEmpty();
    parts.add(new Part.Macro(lower, letter != lower, keep, reversed, delimiters));
    endsWithMacro = true;
    return matcher.end();
  }

  private static int keep(String digits) {
    String bare = digits.replaceFirst("^0+(?=\\d)", "");
    if (bare.isEmpty()) {
      return MANY;
    }
    return bare.length() > 3 ? MANY : Integer.parseInt(bare);
  }

  private void flush() {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }
}
