package org.posthorn.protocol.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Plays transcripts. In a test class:
///
///     @TestFactory
///     Stream<DynamicTest> dialogs() throws IOException {
///       return Dialogs.in(Path.of("src/test/dialogs"), Pop3Fixture::new);
///     }
public final class Dialogs {
  private enum Way {
    PLAIN,
    TLS,
    BYTEWISE
  }

  private Dialogs() {}

  /// A test for each `.dialog` file below a directory, and further ones for those tagged `tls` and
  /// `bytewise`.
  public static Stream<DynamicTest> in(Path root, Callable<? extends DialogFixture> fixtures)
      throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files
              .filter(path -> path.toString().endsWith(".dialog"))
              .sorted(Comparator.naturalOrder())
              .toList()) {
        Dialog dialog = Dialog.read(file);
        String name = root.relativize(file).toString();
        tests.add(test(name, dialog, Way.PLAIN, fixtures));
        if (dialog.tags().contains("tls")) {
          tests.add(test(name + " in TLS", dialog, Way.TLS, fixtures));
        }
        if (dialog.tags().contains("bytewise")) {
          tests.add(test(name + " octet by octet", dialog, Way.BYTEWISE, fixtures));
        }
      }
    }
    return tests.stream();
  }

  private static DynamicTest test(
      String name, Dialog dialog, Way way, Callable<? extends DialogFixture> fixtures) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try (DialogFixture fixture = fixtures.call()) {
            play(dialog, fixture, way);
          }
        });
  }

  private static void play(Dialog dialog, DialogFixture fixture, Way way) throws IOException {
    List<TestClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < dialog.connections(); i++) {
        clients.add(fixture.connect(way == Way.TLS));
      }
      fixture.start(dialog, clients);
      if (way == Way.BYTEWISE) {
        clients.forEach(TestClient::bytewise);
      }
      new Player(dialog, fixture, clients).play();
    } finally {
      for (TestClient client : clients) {
        client.close();
      }
    }
  }

  private static final class Player {
    private final Dialog dialog;
    private final DialogFixture fixture;
    private final List<TestClient> clients;
    private final StringBuilder log = new StringBuilder();
    private Map<String, String> names = new HashMap<>();

    Player(Dialog dialog, DialogFixture fixture, List<TestClient> clients) {
      this.dialog = dialog;
      this.fixture = fixture;
      this.clients = clients;
    }

    void play() {
      boolean skip = false;
      for (Dialog.Step step : dialog.steps()) {
        try {
          switch (step) {
            case Dialog.Send send -> send(send);
            case Dialog.Expect expect when expect.patterns().equals(List.of("...")) -> {
              skip = true;
              continue;
            }
            case Dialog.Expect expect -> expect(expect, skip);
            case Dialog.Check check -> fixture.check(check.check(), check.arguments());
          }
          skip = false;
        } catch (IOException | AssertionError | IllegalArgumentException e) {
          throw new AssertionError(
              dialog.name() + ".dialog:" + step.line() + ": " + e.getMessage() + "\n" + log, e);
        }
      }
    }

    private void send(Dialog.Send send) throws IOException {
      TestClient client = clients.get(send.connection() - 1);
      log.append("C").append(send.connection()).append(": ").append(send.text()).append('\n');
      switch (send.text()) {
        case "<TLS>" -> client.startTls();
        case "<CLOSE>" -> client.close();
        case "<EOF>" -> client.finishSending();
        default -> {
          boolean unended = send.text().endsWith("\\") && !send.text().endsWith("\\\\");
          String text =
              unended ? send.text().substring(0, send.text().length() - 1) : send.text() + "\\r\\n";
          client.send(DialogText.of(text).resolve(names));
        }
      }
    }

    private void expect(Dialog.Expect expect, boolean skip) throws IOException {
      TestClient client = clients.get(expect.connection() - 1);
      if (expect.patterns().equals(List.of("<EOF>"))) {
        client.expectClosed();
        return;
      }
      List<String> open = new ArrayList<>();
      expect.patterns().forEach(pattern -> open.add(pattern.replaceFirst("^\\*\\? ", "")));
      while (!open.isEmpty()) {
        String line = client.readLine();
        log.append("S").append(expect.connection()).append(": ").append(line).append('\n');
        Optional<String> matched = open.stream().filter(pattern -> take(pattern, line)).findFirst();
        if (matched.isPresent()) {
          open.remove(matched.get());
        } else if (!skip) {
          throw new AssertionError(
              "expected: " + String.join("\n      or: ", open) + "\nbut was:  " + line);
        }
      }
    }

    private boolean take(String pattern, String line) {
      Optional<Map<String, String>> bound = DialogText.of(pattern).match(line, names);
      bound.ifPresent(now -> names = now);
      return bound.isPresent();
    }
  }
}
