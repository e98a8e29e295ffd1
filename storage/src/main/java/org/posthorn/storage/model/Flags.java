package org.posthorn.storage.model;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/// The flags and keywords of a message, or those that a change names.
///
/// @param system system flags, one bit each as in [SystemFlag#bit()]
/// @param keywords keywords as first written; compared without regard to ASCII case, ascending in
///     that order
public record Flags(int system, Set<String> keywords) {
  /// No flag and no keyword.
  public static final Flags NONE = new Flags(0, Set.of());

  public Flags {
    if (!keywords.isEmpty()) {
      TreeSet<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      sorted.addAll(keywords);
      keywords = Collections.unmodifiableSet(sorted);
    } else {
      keywords = Set.of();
    }
  }

  /// These system flags and no keyword.
  public static Flags of(SystemFlag... flags) {
    int bits = 0;
    for (SystemFlag flag : flags) {
      bits |= flag.bit();
    }
    return new Flags(bits, Set.of());
  }

  /// These system flags and keywords.
  public static Flags of(Collection<SystemFlag> flags, Collection<String> keywords) {
    return new Flags(of(flags.toArray(SystemFlag[]::new)).system, Set.copyOf(keywords));
  }

  public boolean has(SystemFlag flag) {
    return (system & flag.bit()) != 0;
  }

  public boolean isEmpty() {
    return system == 0 && keywords.isEmpty();
  }

  /// The system flags as a set.
  public Set<SystemFlag> systemFlags() {
    EnumSet<SystemFlag> set = EnumSet.noneOf(SystemFlag.class);
    for (SystemFlag flag : SystemFlag.values()) {
      if (has(flag)) {
        set.add(flag);
      }
    }
    return set;
  }
}
