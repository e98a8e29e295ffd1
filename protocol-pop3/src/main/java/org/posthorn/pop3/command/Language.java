package org.posthorn.pop3.command;

import java.util.Arrays;
import java.util.Optional;

/// The languages that replies can be written in (RFC 6856 §3).
public enum Language {
  EN("en", "English"),
  /// For whoever has chosen none: plain English.
  I_DEFAULT("i-default", "Default language");

  private final String tag;
  private final String description;

  Language(String tag, String description) {
    this.tag = tag;
    this.description = description;
  }

  /// Its tag.
  public String tag() {
    return tag;
  }

  /// Its name, in itself.
  public String description() {
    return description;
  }

  /// The language that fits a tag best: the tag itself, in any case, or with subtags cut off from
  /// its end, so that `en-GB` gets `en`; for `*` the server's own choice.
  public static Optional<Language> lookup(String range) {
    if (range.equals("*")) {
      return Optional.of(EN);
    }
    for (String tag = range; !tag.isEmpty(); tag = parent(tag)) {
      String wanted = tag;
      Optional<Language> found =
          Arrays.stream(values()).filter(l -> l.tag.equalsIgnoreCase(wanted)).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static String parent(String tag) {
    return tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
  }
}
