package org.posthorn.auth.header;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A list of `tag=value` pairs (RFC 6376 §3.2), as signatures, keys and policies have them.
/// Immutable. Names are as they came: their case counts.
///
/// @param tags values without the blanks around them, in the order they came
public record TagList(Map<String, String> tags) {
  /// More tags than this is not a list that anybody meant.
  public static final int MAX_TAGS = 64;

  public TagList {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /// Reads a list; empty where it is none: a pair without `=` or without a name, or a name that
  /// comes twice.
  public static Optional<TagList> parse(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    int at = 0;
    while (at <= text.length()) {
      int semicolon = text.indexOf(';', at);
      int end = semicolon < 0 ? text.length() : semicolon;
      String pair = strip(text.substring(at, end));
      boolean last = semicolon < 0;
      if (!(pair.isEmpty() && last) && !add(pair, tags)) {
        return Optional.empty();
      }
      at = last ? text.length() + 1 : end + 1;
    }
    return Optional.of(new TagList(tags));
  }

  private static boolean add(String pair, Map<String, String> tags) {
    int equals = pair.indexOf('=');
    if (equals <= 0 || tags.size() >= MAX_TAGS) {
      return false;
    }
    String name = strip(pair.substring(0, equals));
    return isName(name) && tags.putIfAbsent(name, strip(pair.substring(equals + 1))) == null;
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || !isLetter(name.charAt(0))) {
      return false;
    }
    return name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /// A tag's value.
  public Optional<String> get(String name) {
    return Optional.ofNullable(tags.get(name));
  }

  /// A tag's value with all blanks and folds taken out.
  public Optional<String> compact(String name) {
    return get(name).map(TagList::withoutBlanks);
  }

  /// The text with all blanks and folds taken out.
  public static String withoutBlanks(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!isBlank(text.charAt(i))) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }
}
