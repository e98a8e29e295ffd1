package org.posthorn.auth.results;

import java.util.List;
import java.util.Locale;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderField;

/// Finds Authentication-Results fields that bear our own name although we have not written them
/// (RFC 8601 §5). Immutable; thread-safe.
///
/// A field is taken for forged where our name stands before its first `;`, in whatever disguise:
/// any case, in quotes, behind comments, folded, with a version. Too much is found rather than too
/// little: a field that says so in a comment goes too.
///
/// @param authservId the name that our own fields bear
public record ForgedResults(String authservId) {
  private static final String FIELD = "authentication-results";

  /// The fields to leave out, from the top.
  public List<HeaderField> in(HeaderBlock header) {
    return header.fields(FIELD).stream().filter(field -> isForged(field.value())).toList();
  }

  /// Whether a field's value claims to be ours.
  public boolean isForged(String value) {
    String text = plain(value);
    String id = plain(authservId);
    int from = text.indexOf(id);
    while (from >= 0) {
      int end = from + id.length();
      boolean startsHere = from == 0 || !isNamePart(text.charAt(from - 1));
      boolean endsHere = end == text.length() || !isNamePart(withoutFinalDot(text, end));
      if (startsHere && endsHere) {
        return true;
      }
      from = text.indexOf(id, from + 1);
    }
    return false;
  }

  private static boolean isNamePart(int c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  }

  /// What follows a name; a final dot belongs to it.
  private static int withoutFinalDot(String text, int end) {
    boolean last = end + 1 == text.length();
    return text.charAt(end) == '.' ? (last ? ' ' : text.charAt(end + 1)) : text.charAt(end);
  }

  /// In lower case, up to the semicolon that ends the name, without quotes and escapes.
  private static String plain(String value) {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' && depth == 0) {
        quoted = !quoted;
      } else if (c == '(' && !quoted) {
        depth++;
        out.append(' ');
      } else if (c == ')' && !quoted && depth > 0) {
        depth--;
        out.append(' ');
      } else if (c == ';' && !quoted && depth == 0) {
        break;
      } else if (c != '\\') {
        out.append(c);
      }
    }
    return out.toString().toLowerCase(Locale.ROOT);
  }
}
