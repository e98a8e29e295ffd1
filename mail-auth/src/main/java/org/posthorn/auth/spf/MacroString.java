package org.posthorn.auth.spf;

import java.util.List;

/// Text with macros in it (RFC 7208 §7.1), read but not expanded. Immutable.
record MacroString(List<Part> parts) {
  MacroString {
    parts = List.copyOf(parts);
  }

  sealed interface Part {
    /// Text that stands for itself.
    record Literal(String text) implements Part {}

    /// What stands for something else.
    ///
    /// @param letter what for, in lower case
    /// @param escaped whether it is written as in a URL
    /// @param keep how many parts of it are kept, counted from the right
    /// @param reversed whether its parts are turned around first
    /// @param delimiters where it is cut into parts
    record Macro(char letter, boolean escaped, int keep, boolean reversed, String delimiters)
        implements Part {}
  }
}
