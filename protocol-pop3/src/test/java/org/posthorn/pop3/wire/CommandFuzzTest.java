package org.posthorn.pop3.wire;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.protocol.frame.Line;

/// Fuzz target: whatever the line, it is a command or a fault.
class CommandFuzzTest {
  private static final CommandParser PARSER = new CommandParser();

  static Stream<byte[]> seeds() {
    return CommandParserTest.commands()
        .map(arguments -> ((String) arguments.get()[0]).getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isCommandOrFault(byte[] line) {
    assertNotNull(PARSER.parse(new Line(line, true)).toString());
  }
}
