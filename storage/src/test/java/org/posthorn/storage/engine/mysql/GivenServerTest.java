package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.config.value.HostPort;

class GivenServerTest {
  @Test
  void readsAllParts() {
    GivenServer server =
        GivenServer.parse(
            "mysql://te%40st:a%3Ab+c%2F@db.example.test:3307/?sslMode=REQUIRED&a=%26");
    assertEquals(new HostPort("db.example.test", 3307), server.address());
    assertEquals("te@st", server.user());
    assertEquals("a:b+c/", server.password().reveal());
    assertEquals(Map.of("sslMode", "REQUIRED", "a", "&"), server.parameters());
  }

  @Test
  void portPasswordAndParametersMayBeMissing() {
    GivenServer server = GivenServer.parse("mysql://root@[::1]");
    assertEquals(new HostPort("::1", 3306), server.address());
    assertEquals("", server.password().reveal());
    assertEquals(Map.of(), server.parameters());
    assertEquals(new HostPort("h", 1), GivenServer.parse("mysql://u:p@h:1/").address());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:3306",
        "jdbc:mysql://u:secret@h/",
        "postgres://u:secret@h/",
        "mysql://h:3306/",
        "mysql://u:secret@/",
        "mysql://u:secret@h:x/",
        "mysql://u:sec ret@h/"
      })
  void saysWhatAUrlLooksLike(String url) {
    String said = said(url);
    assertTrue(said.contains("mysql://USER:PASSWORD@HOST:PORT/"), said);
    assertFalse(said.contains("secret"), said);
  }

  @Test
  void takesNoDatabase() {
    String said = said("mysql://u:secret@h/mail");
    assertTrue(said.contains("\"mail\""), said);
    assertFalse(said.contains("secret"), said);
  }

  private static String said(String url) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> GivenServer.parse(url)).getMessage());
  }
}
