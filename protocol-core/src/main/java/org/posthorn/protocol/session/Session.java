package org.posthorn.protocol.session;

import java.io.IOException;
import org.posthorn.protocol.frame.Line;

/// One client's conversation: plain blocking code, called by one thread at a time.
///
/// The session loop calls [#open] first, then [#command] for each line that begins a command,
/// [SessionTask]s in between, and [#ended] once at the end, whatever happened. Within a call a
/// session pulls what belongs to the command ([Connection#input]) and writes replies
/// ([Connection#output]); it need not flush. Memory is visible from call to call, so fields need no
/// synchronisation.
///
/// [org.posthorn.protocol.frame.ConnectionEndedException] and
/// [org.posthorn.protocol.frame.PeerTimeoutException] are to be let through: the loop ends the
/// session. [org.posthorn.protocol.frame.LineTooLongException] leads to [#lineTooLong]. What else a
/// call throws is a failure: the loop logs it under an id and calls [#failed].
public interface Session {

  /// Sends the greeting.
  void open() throws IOException;

  /// Runs the command that begins with `line`.
  void command(Line line) throws IOException;

  /// Answers a line that was longer than allowed and has been thrown away. To end the session after
  /// some of them, call [Connection#close].
  void lineTooLong() throws IOException;

  /// Says why the session ends (`* BYE …`, `421 …`, `-ERR …`). The loop flushes and closes
  /// afterwards. Called between two commands, or after
  /// [org.posthorn.protocol.frame.PeerTimeoutException] in the middle of one.
  void farewell(Farewell reason) throws IOException;

  /// Answers the command at hand after an unexpected failure. What is left of a literal or message
  /// is skipped afterwards.
  ///
  /// @param errorId names the log entry; may be shown to the client
  void failed(String errorId) throws IOException;

  /// Gives back what the session holds (locks, watches). Nothing can be written any more.
  void ended();
}
