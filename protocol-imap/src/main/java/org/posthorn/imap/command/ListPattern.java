package org.posthorn.imap.command;

import org.posthorn.storage.model.MailboxName;

/// A mailbox name with wildcards (RFC 9051 §6.3.9): `*` stands for anything, `%` for anything
/// without a separator. Decoded to Unicode, the reference already put before it.
public record ListPattern(String text) {

  /// Whether nothing was written.
  public boolean isBlank() {
    return text.isEmpty();
  }

  /// Whether it has a wildcard.
  public boolean hasWildcard() {
    return text.indexOf('*') >= 0 || text.indexOf('%') >= 0;
  }

  /// Whether the name fits; a first level `INBOX` in any case. The time is at most the product of
  /// the two lengths, whatever the pattern.
  public boolean matches(MailboxName name) {
    String full = name.toString();
    boolean inbox = name.levels().getFirst().equals("INBOX");
    boolean[] open = new boolean[full.length() + 1];
    open[0] = true;
    for (int p = 0; p < text.length(); p++) {
      step(full, open, text.charAt(p), inbox ? "INBOX".length() : 0);
    }
    return open[full.length()];
  }

  /// `open[i]`: whether the pattern so far can stand for the name's first `i` characters.
  private static void step(String name, boolean[] open, char wanted, int foldedLength) {
    if (wanted == '*' || wanted == '%') {
      for (int i = 0; i < name.length(); i++) {
        if (open[i] && (wanted == '*' || name.charAt(i) != MailboxName.SEPARATOR)) {
          open[i + 1] = true;
        }
      }
      return;
    }
    for (int i = name.length(); i > 0; i--) {
      char has = name.charAt(i - 1);
      open[i] = open[i - 1] && (has == wanted || (i <= foldedLength && upper(wanted) == has));
    }
    open[0] = false;
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
  }
}
