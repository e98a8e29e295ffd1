package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `posthorn verify` on a data directory that no daemon uses.
record Verify(Path data) {
  void assertClean() throws Exception {
    List<String> command = new ArrayList<>(DaemonProcess.javaCommand());
    command.addAll(List.of("verify", "--data", data.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
  }
}
