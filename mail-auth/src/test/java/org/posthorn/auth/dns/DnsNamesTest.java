package org.posthorn.auth.dns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/// Any text is a name or is not.
class DnsNamesTest {
  @Property(tries = 500)
  void neverThrows(@ForAll @StringLength(max = 300) String text) {
    DnsNames.parse(text).ifPresent(name -> assertTrue(name.isAbsolute() && name.length() <= 255));
  }

  @Property(tries = 500)
  void keepsEveryLabel(
      @ForAll @StringLength(min = 1, max = 63) @CharRange(from = ' ', to = '-') String label) {
    assertTrue(
        DnsNames.parse(label + ".example").orElseThrow().getLabelString(0).length()
            >= label.length());
  }
}
