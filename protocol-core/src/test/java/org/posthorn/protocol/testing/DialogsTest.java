package org.posthorn.protocol.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.protocol.session.Toy;

/// The runner of transcripts, on a toy protocol.
class DialogsTest {
  private static final class ToyFixture implements DialogFixture {
    private final Toy toy = new Toy();
    private final TestServer server = TestServer.start(toy);

    ToyFixture() throws IOException {}

    @Override
    public TestClient connect(boolean tls) throws IOException {
      return tls ? server.connectTls() : server.connect();
    }

    @Override
    public void start(Dialog dialog, List<TestClient> clients) throws IOException {
      assertEquals("greeted", dialog.state());
      for (TestClient client : clients) {
        client.expect("HELLO 127.0.0.1");
      }
    }

    @Override
    public void check(String name, List<String> arguments) {
      assertEquals("events", name);
      assertEquals(arguments, List.of(String.valueOf(toy.events.size())));
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> dialogs() throws IOException {
    return Dialogs.in(Path.of("src/test/dialogs"), ToyFixture::new);
  }

  @Test
  void tellsWhereAndWhatDiffers(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("wrong.dialog"),
        "rfc: RFC 5321\nstate: greeted\n\nC: ECHO a\nS: OK $x\nC: ECHO b\nS: OK $x\n");
    DynamicTest test = Dialogs.in(directory, ToyFixture::new).findFirst().orElseThrow();
    AssertionError error = assertThrows(AssertionError.class, () -> test.getExecutable().execute());
    String message = String.valueOf(error.getMessage());
    assertTrue(message.startsWith("wrong.dialog:7: expected: OK $x\nbut was:  OK b"), message);
    assertTrue(message.contains("S1: OK a"), message);
  }

  @Test
  void refusesFilesThatMakeNoSense() {
    assertThrows(
        IllegalArgumentException.class, () -> Dialog.parse("x", List.of("state: a", "", "C: a")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Dialog.parse("x", List.of("rfc: RFC 5321", "", "nonsense")));
  }
}
