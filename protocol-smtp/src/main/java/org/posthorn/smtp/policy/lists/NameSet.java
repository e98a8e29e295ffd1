package org.posthorn.smtp.policy.lists;

import java.util.Set;

/// Host or domain names; one that begins with a dot stands for what is below it, too. Immutable.
///
/// @param names in lower case
record NameSet(Set<String> names) {
  NameSet {
    names = Set.copyOf(names);
  }

  /// Whether the name, or a domain around it that was written with a dot, is there.
  ///
  /// @param name in lower case, without a dot at the end
  boolean contains(String name) {
    if (names.isEmpty()) {
      return false;
    }
    if (names.contains(name) || names.contains("." + name)) {
      return true;
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (names.contains(name.substring(dot))) {
        return true;
      }
    }
    return false;
  }
}
