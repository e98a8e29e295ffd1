package org.posthorn.imap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.protocol.testing.Dialogs;

/// Plays all transcripts.
class DialogsTest {
  @TestFactory
  Stream<DynamicTest> dialogs() throws IOException {
    return Dialogs.in(Path.of("src/test/dialogs"), ImapFixture::new);
  }
}
