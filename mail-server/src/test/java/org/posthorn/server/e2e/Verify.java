package org.posthorn.server.e2e;

import java.nio.file.Path;

/// `posthorn verify` on a data directory that no daemon uses.
record Verify(Path data) {
  void assertClean() throws Exception {
    DaemonProcess.run("verify", "--data", data.toString()).exits(0);
  }
}
