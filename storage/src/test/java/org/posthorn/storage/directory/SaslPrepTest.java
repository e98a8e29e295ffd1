package org.posthorn.storage.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The examples of RFC 4013 §3, and a few more.
class SaslPrepTest {
  @Test
  void preparesTheExamplesOfTheStandard() {
    assertEquals(Optional.of("IX"), SaslPrep.query("I\u00adX"));
    assertEquals(Optional.of("user"), SaslPrep.query("user"));
    assertEquals(Optional.of("USER"), SaslPrep.query("USER"));
    assertEquals(Optional.of("a"), SaslPrep.query("\u00aa"));
    assertEquals(Optional.of("IX"), SaslPrep.query("\u2168"));
    assertEquals(Optional.empty(), SaslPrep.query("\u0007"));
    assertEquals(Optional.empty(), SaslPrep.query("\u06271"));
  }

  @Test
  void makesSpacesOneAndRefusesWhatCannotBeSeen() {
    assertEquals(Optional.of("a b"), SaslPrep.query("a\u3000b"));
    assertEquals(Optional.empty(), SaslPrep.query("a\u202eb"));
    assertEquals(Optional.empty(), SaslPrep.query("a\ud800b"));
    assertEquals(Optional.empty(), SaslPrep.query("\u0627a\u0628"));
    assertEquals(Optional.of("\u06271\u0628"), SaslPrep.query("\u06271\u0628"));
  }

  @Test
  void aPasswordIsNeverRefused() {
    assertEquals("a b", SaslPrep.prepare("a\u3000\u00adb"));
    assertEquals("a\u0007\u00fc", SaslPrep.prepare("a\u0007u\u0308"));
  }
}
