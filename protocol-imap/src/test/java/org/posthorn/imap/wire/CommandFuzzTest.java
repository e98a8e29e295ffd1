package org.posthorn.imap.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Fuzz target: whatever the octets, a command is a request and nothing else is thrown.
class CommandFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.concat(
            CommandTable.all().keySet().stream(), CommandTable.appends().keySet().stream())
        .map(text -> ("a " + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRequest(byte[] octets) {
    DamagedCommandsTest.check(octets);
  }
}
