package org.posthorn.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.config.CertificateConfig;

class SecretTest {

  @Test
  void neverPrints() {
    Secret secret = Secret.of("hunter2");
    var certificate =
        CertificateConfig.of(Path.of("c"), Path.of("k"))
            .withKeyPassword(java.util.Optional.of(secret));
    for (Object shown : List.of(secret, List.of(secret), certificate)) {
      assertFalse(shown.toString().contains("hunter2"));
    }
    assertEquals("hunter2", secret.reveal());
    assertEquals(Secret.of("x").hashCode(), secret.hashCode());
  }

  @Test
  void equalsByValue() {
    assertEquals(Secret.of("a"), Secret.of("a"));
    assertEquals(Secret.of("a"), Secret.ofFile(Path.of("f"), "a"));
    assertNotEquals(Secret.of("a"), Secret.of("b"));
  }

  @Test
  void oneTrailingLineBreakOfAFileIsNotPartOfIt() {
    assertEquals("a", Secret.ofFile(Path.of("f"), "a\n").reveal());
    assertEquals("a", Secret.ofFile(Path.of("f"), "a\r\n").reveal());
    assertEquals("a\n", Secret.ofFile(Path.of("f"), "a\n\n").reveal());
    assertEquals(" a ", Secret.ofFile(Path.of("f"), " a ").reveal());
  }

  @Test
  void umaskTakesRightsAway() {
    Umask umask = Umask.parse("0027");
    assertEquals("rw-r-----", PosixFilePermissions.toString(umask.filePermissions()));
    assertEquals("rwxr-x---", PosixFilePermissions.toString(umask.directoryPermissions()));
    assertEquals("0027", umask.toString());
    assertEquals(umask, Umask.parse("027"));
    for (String bad : List.of("", "27", "0028", "1777", "rwx", "0x1f")) {
      assertThrows(IllegalArgumentException.class, () -> Umask.parse(bad));
    }
  }
}
