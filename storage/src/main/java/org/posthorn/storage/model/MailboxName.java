package org.posthorn.storage.model;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The full name of a mailbox: one to [#MAX_DEPTH] levels, in Unicode; the wire forms (modified
/// UTF-7, quoted UTF-8) are the protocols'.
///
/// The first level `INBOX` is one name in any case (RFC 9051 §5.1). No level is empty, holds the
/// separator `/`, a control character, or `*` or `%`; a level has at most [#MAX_LEVEL_BYTES]
/// bytes of UTF-8.
///
/// @param levels the levels from the root, at least one
public record MailboxName(List<String> levels) implements Comparable<MailboxName> {
  /// The hierarchy separator.
  public static final char SEPARATOR = '/';

  /// The most levels a name may have.
  public static final int MAX_DEPTH = 20;

  /// The most bytes of UTF-8 in one level.
  public static final int MAX_LEVEL_BYTES = 255;

  /// The mailbox that every account has.
  public static final MailboxName INBOX = new MailboxName(List.of("INBOX"));

  /// @throws StorageException with [StorageError.Invalid] where the name breaks a rule above
  public MailboxName {
    if (levels.isEmpty() || levels.size() > MAX_DEPTH) {
      throw invalid("a mailbox name has 1 to " + MAX_DEPTH + " levels");
    }
    levels.forEach(MailboxName::checkLevel);
    if (levels.getFirst().equalsIgnoreCase("INBOX") && !levels.getFirst().equals("INBOX")) {
      levels = levels.size() == 1 ? List.of("INBOX") : withInbox(levels);
    } else {
      levels = List.copyOf(levels);
    }
  }

  /// Reads a name whose levels are parted by [#SEPARATOR]; one separator at the end is ignored,
  /// as CREATE allows (RFC 9051 §6.3.4).
  ///
  /// @throws StorageException with [StorageError.Invalid] for a bad name
  public static MailboxName parse(String name) {
    String trimmed = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return new MailboxName(List.of(trimmed.split("/", -1)));
  }

  private static List<String> withInbox(List<String> levels) {
    List<String> fixed = new java.util.ArrayList<>(levels);
    fixed.set(0, "INBOX");
    return List.copyOf(fixed);
  }

  private static void checkLevel(String level) {
    if (level.isEmpty()) {
      throw invalid("a mailbox name has no empty level");
    }
    if (level.getBytes(StandardCharsets.UTF_8).length > MAX_LEVEL_BYTES) {
      throw invalid("a level of a mailbox name has at most " + MAX_LEVEL_BYTES + " bytes");
    }
    for (int i = 0; i < level.length(); i++) {
      char c = level.charAt(i);
      if (c < 0x20
          || c == 0x7F
          || c == SEPARATOR
          || c == '*'
          || c == '%'
          || c == 0x2028
          || c == 0x2029) {
        throw invalid("a mailbox name has no control character, '/', '*' or '%'");
      }
    }
  }

  private static StorageException invalid(String why) {
    return new StorageException(new StorageError.Invalid(why));
  }

  public boolean isInbox() {
    return equals(INBOX);
  }

  /// The last level.
  public String leaf() {
    return levels.getLast();
  }

  /// The name one level up; empty at the root.
  public java.util.Optional<MailboxName> parent() {
    return levels.size() == 1
        ? java.util.Optional.empty()
        : java.util.Optional.of(new MailboxName(levels.subList(0, levels.size() - 1)));
  }

  /// This name with one more level.
  public MailboxName child(String leaf) {
    List<String> deeper = new java.util.ArrayList<>(levels);
    deeper.add(leaf);
    return new MailboxName(deeper);
  }

  /// Whether the other name lies below this one.
  public boolean isParentOf(MailboxName other) {
    return other.levels.size() > levels.size()
        && other.levels.subList(0, levels.size()).equals(levels);
  }

  @Override
  public int compareTo(MailboxName other) {
    for (int i = 0; i < Math.min(levels.size(), other.levels.size()); i++) {
      int order = levels.get(i).compareTo(other.levels.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(levels.size(), other.levels.size());
  }

  /// The levels joined by the separator.
  @Override
  public String toString() {
    return String.join("/", levels);
  }
}
