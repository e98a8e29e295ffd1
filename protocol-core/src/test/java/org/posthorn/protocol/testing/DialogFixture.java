package org.posthorn.protocol.testing;

import java.io.IOException;
import java.util.List;

/// What a protocol module adds to the playing of transcripts: a running server, a start state,
/// checks. One is made for each run of a transcript, and closed afterwards.
public interface DialogFixture extends AutoCloseable {

  /// Opens a connection: to the port with implicit TLS if `tls`, else in the clear. What the server
  /// says first is left unread.
  TestClient connect(boolean tls) throws IOException;

  /// Brings the connections into the transcript's start state and makes its sample data. For a
  /// state that begins before the greeting it does nothing.
  void start(Dialog dialog, List<TestClient> clients) throws IOException;

  /// Makes a check of the transcript; throws [AssertionError] if it fails.
  void check(String name, List<String> arguments) throws IOException;

  @Override
  void close() throws IOException;
}
