package org.posthorn.smtp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.protocol.testing.Dialogs;
import org.posthorn.smtp.transaction.Role;

/// Plays the transcripts of all roles over a real store; each names the section that it shows.
class DialogTest {
  @TestFactory
  Stream<DynamicTest> relay() throws IOException {
    return Dialogs.in(Path.of("src/test/dialogs/relay"), () -> new MailFixture(Role.RELAY));
  }

  @TestFactory
  Stream<DynamicTest> lmtp() throws IOException {
    return Dialogs.in(Path.of("src/test/dialogs/lmtp"), () -> new MailFixture(Role.LMTP));
  }

  @TestFactory
  Stream<DynamicTest> submission() throws IOException {
    return Dialogs.in(
        Path.of("src/test/dialogs/submission"), () -> new MailFixture(Role.SUBMISSION));
  }
}
