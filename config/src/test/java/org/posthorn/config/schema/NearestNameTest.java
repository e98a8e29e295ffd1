package org.posthorn.config.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  @ParameterizedTest
  @CsvSource({
    "port, port, 0",
    "prot, port, 1",
    "por, port, 1",
    "ports, port, 1",
    "pirt, port, 1",
    "data_dir, data-dir, 1",
    "abc, xyz, 3",
    "'', abc, 3",
  })
  void distance(String a, String b, int edits) {
    assertEquals(edits, NearestName.distance(a, b));
    assertEquals(edits, NearestName.distance(b, a));
  }

  @Test
  void findsTheNearestOrNone() {
    List<String> known = List.of("idle-timeout", "data-timeout", "login-timeout", "max-line");
    assertEquals(Optional.of("idle-timeout"), NearestName.of("idletimeout", known));
    assertEquals(Optional.of("max-line"), NearestName.of("max_line", known));
    assertEquals(Optional.empty(), NearestName.of("colour", known));
    assertEquals(Optional.empty(), NearestName.of("x", List.of()));
  }
}
