package org.posthorn.auth.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.auth.results.MethodResult.Property;

/// Reads Authentication-Results (RFC 8601 §2.2), leniently: comments go, blanks may stand
/// anywhere, and a result that cannot be read is left out. For one value. Never throws.
final class ResultsParser {
  private static final int MAX_RESULTS = 100;
  private static final int MAX_PROPERTIES = 30;
  private static final int MAX_INSTANCE = 50;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*\\.[A-Za-z0-9._-]+");

  private final String text;
  private int at;

  ResultsParser(String text) {
    this.text = text;
  }

  /// A pair, as it stands.
  private record Pair(String key, String value) {}

  /// The instance that an ARC field begins with, its semicolon read too.
  Optional<Integer> instance() {
    Optional<Pair> pair = pair();
    skipBlanks();
    if (!pair.map(Pair::key).orElse("").equalsIgnoreCase("i") || !takes(';')) {
      return Optional.empty();
    }
    String digits = pair.get().value();
    int number = digits.matches("[1-9]\\d?") ? Integer.parseInt(digits) : 0;
    return number > 0 && number <= MAX_INSTANCE ? Optional.of(number) : Optional.empty();
  }

  /// The rest.
  Optional<AuthenticationResults> field() {
    skipBlanks();
    String id = value();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    List<MethodResult> results = new ArrayList<>();
    skipToSemicolon(); // a version
    while (takes(';') && results.size() < MAX_RESULTS) {
      result().ifPresent(results::add);
      skipToSemicolon();
    }
    return Optional.of(new AuthenticationResults(id, results));
  }

  private Optional<MethodResult> result() {
    Optional<Pair> first = pair();
    String method = first.map(Pair::key).orElse("");
    int slash = method.indexOf('/'); // a version
    String name = (slash < 0 ? method : method.substring(0, slash)).toLowerCase(Locale.ROOT);
    String word = first.map(Pair::value).orElse("").toLowerCase(Locale.ROOT);
    if (!WORD.matcher(name).matches() || !WORD.matcher(word).matches()) {
      return Optional.empty();
    }
    String reason = "";
    List<Property> properties = new ArrayList<>();
    for (Optional<Pair> next = pair(); next.isPresent(); next = pair()) {
      String key = next.get().key();
      if (key.equalsIgnoreCase("reason")) {
        reason = next.get().value();
      } else if (KEY.matcher(key).matches() && properties.size() < MAX_PROPERTIES) {
        int dot = key.indexOf('.');
        properties.add(
            new Property(
                key.substring(0, dot).toLowerCase(Locale.ROOT),
                key.substring(dot + 1).toLowerCase(Locale.ROOT),
                next.get().value()));
      }
    }
    return Optional.of(new MethodResult(name, word, reason, properties));
  }

  /// The next `key=value`; empty where something else stands here.
  private Optional<Pair> pair() {
    skipBlanks();
    int start = at;
    while (at < text.length() && !isBlank(text.charAt(at)) && "=;(".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String key = text.substring(start, at);
    skipBlanks();
    if (key.isEmpty() || !takes('=')) {
      return Optional.empty();
    }
    skipBlanks();
    return Optional.of(new Pair(key, value()));
  }

  /// A word, a quoted string, or both joined.
  private String value() {
    StringBuilder out = new StringBuilder();
    boolean quoted = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (!quoted && (isBlank(c) || c == ';' || c == '(')) {
        break;
      }
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted && at + 1 < text.length()) {
        out.append(text.charAt(++at));
      } else if (c >= ' ') { // a fold in quotes
        out.append(c);
      }
      at++;
    }
    return out.toString();
  }

  private boolean takes(char wanted) {
    boolean here = at < text.length() && text.charAt(at) == wanted;
    at += here ? 1 : 0;
    return here;
  }

  private void skipToSemicolon() {
    skipBlanks();
    while (at < text.length() && text.charAt(at) != ';') {
      int before = at;
      value();
      at += at == before ? 1 : 0;
      skipBlanks();
    }
  }

  /// Blanks, folds and comments.
  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        skipComment();
      } else if (isBlank(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    int depth = 0;
    do {
      char c = text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      at += c == '\\' ? 2 : 1;
    } while (depth > 0 && at < text.length());
    at = Math.min(at, text.length());
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
