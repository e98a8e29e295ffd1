package org.posthorn.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.protocol.frame.Line;

/// Fuzz target: whatever the line, it is a command or a fault.
class CommandFuzzTest {
  private final CommandParser strict = new CommandParser(false);
  private final CommandParser lenient = new CommandParser(true);

  static Stream<byte[]> seeds() {
    return Stream.of(
            "EHLO [IPv6:::1]",
            "MAIL FROM:<@a,@b:\"x\\\" y\"@[1.2.3.4]> SIZE=10 BODY=8BITMIME SMTPUTF8 RET=HDRS"
                + " ENVID=a+2Bb AUTH=<>",
            "RCPT TO:<jürgen@example.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+40b",
            "RCPT TO:<Postmaster>",
            "BDAT 99999999999999999999 LAST",
            "AUTH PLAIN AGEAYg==",
            "VRFY <a@b>",
            "STARTTLS",
            "HELP x")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isCommandOrFault(byte[] line) {
    for (boolean crlf : new boolean[] {true, false}) {
      assertNotNull(strict.parse(new Line(line, crlf)).toString());
      assertNotNull(lenient.parse(new Line(line, crlf)).toString());
    }
  }
}
