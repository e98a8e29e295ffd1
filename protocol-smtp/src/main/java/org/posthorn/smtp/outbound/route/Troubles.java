package org.posthorn.smtp.outbound.route;

import java.util.Optional;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.smtp.outbound.client.ClientException;
import org.posthorn.smtp.outbound.client.PeerReply;

/// Makes troubles of what went wrong.
final class Troubles {
  private Troubles() {}

  /// One without a host.
  static Trouble of(int category, int subject, int detail, String reason) {
    return new Trouble(
        new EnhancedCode(category, subject, detail), Optional.empty(), Optional.empty(), reason);
  }

  /// One of a host that has not been asked.
  static Trouble at(String host, int category, int subject, int detail, String reason) {
    return new Trouble(
        new EnhancedCode(category, subject, detail), Optional.of(host), Optional.empty(), reason);
  }

  /// What a server said.
  ///
  /// @param subject of the code where the server said none
  static Trouble said(String host, PeerReply reply, int subject, int detail) {
    return new Trouble(
        reply.statusOr(subject, detail),
        Optional.of(host),
        Optional.of(reply.text()),
        host + " said: " + reply.text());
  }

  /// Mail would come back.
  static Trouble loop(String destination) {
    return of(5, 4, 6, "mail for " + destination + " leads back to this host");
  }

  /// A connection that did not work. Whether that is for good is in the status.
  static Trouble of(String host, ClientException e) {
    Optional<PeerReply> reply = e.reply();
    EnhancedCode status =
        switch (e.kind()) {
          case UNREACHABLE -> new EnhancedCode(4, 4, 1);
          case CLOSED, TIMEOUT -> new EnhancedCode(4, 4, 2);
          case BABBLE -> new EnhancedCode(4, 5, 0);
          case TLS -> new EnhancedCode(4, 7, 5);
          // What is wrong with our login is for our admin to mend, not a reason to send mail back.
          case LOGIN -> new EnhancedCode(4, 7, 8);
          case REFUSED -> reply.map(r -> r.statusOr(3, 2)).orElse(new EnhancedCode(4, 3, 2));
        };
    String said = reply.map(r -> " (" + r.text() + ")").orElse("");
    return new Trouble(
        status, Optional.of(host), reply.map(PeerReply::text), host + ": " + e.reason() + said);
  }
}
