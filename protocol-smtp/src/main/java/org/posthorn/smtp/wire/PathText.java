package org.posthorn.smtp.wire;

import java.util.Optional;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.ReversePath;

/// Reads paths from the text that [ReversePath#wire()] and [ForwardPath#wire()] make.
public final class PathText {
  private PathText() {}

  /// The reverse-path, `<>` for the empty text; empty where the text is none.
  public static Optional<ReversePath> reversePath(String wire) {
    Cursor in = new Cursor("<" + wire + ">");
    try {
      ReversePath path = PathParser.reversePath(in);
      return in.atEnd() ? Optional.of(path) : Optional.empty();
    } catch (SyntaxFault _) {
      return Optional.empty();
    }
  }

  /// The forward-path; empty where the text is none.
  public static Optional<ForwardPath> forwardPath(String wire) {
    Cursor in = new Cursor("<" + wire + ">");
    try {
      ForwardPath path = PathParser.forwardPath(in);
      return in.atEnd() ? Optional.of(path) : Optional.empty();
    } catch (SyntaxFault _) {
      return Optional.empty();
    }
  }
}
