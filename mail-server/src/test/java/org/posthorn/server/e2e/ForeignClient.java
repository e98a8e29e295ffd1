package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a mail program that is installed on this machine; a test is skipped where it is not.
final class ForeignClient {
  private static final int LIMIT_SECONDS = 60;

  private final Path home;

  /// @param home the program's home directory and the place of its configuration
  ForeignClient(Path home) {
    this.home = home;
  }

  /// What a program printed, and its exit code.
  record Result(int exitCode, String output) {
    /// This result, if the program ended well.
    Result ok() {
      assertEquals(0, exitCode, output);
      return this;
    }
  }

  /// Skips the test where the program is missing.
  static void require(String program) {
    boolean found =
        List.of("/usr/bin/", "/usr/local/bin/", "/bin/").stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
    assumeTrue(found, program + " is not installed");
  }

  /// Writes a configuration file that only its owner may read, as some clients demand.
  Path file(String name, String content) throws IOException {
    Path path = home.resolve(name);
    Files.writeString(path, content);
    Files.setPosixFilePermissions(
        path, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    return path;
  }

  /// Runs a program to its end.
  Result run(String input, String... command) throws Exception {
    require(command[0]);
    Path printed = Files.createTempFile(home, "out", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("HOME", home.toString());
    environment.put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // a program that reads no input may be gone already
    }
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(command[0] + " hangs:\n" + Files.readString(printed));
    }
    return new Result(process.exitValue(), Files.readString(printed, StandardCharsets.ISO_8859_1));
  }
}
