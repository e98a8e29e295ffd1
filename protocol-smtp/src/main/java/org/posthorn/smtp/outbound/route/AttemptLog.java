package org.posthorn.smtp.outbound.route;

import org.posthorn.smtp.outbound.client.TlsResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes a line for every attempt: what did not work at INFO, the rest at DEBUG. That a server
/// offers TLS and it failed, so that the message went in the clear, is always said.
final class AttemptLog implements AttemptListener {
  private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);

  @Override
  public void ended(Attempt attempt) {
    boolean weak =
        attempt.tls().isPresent()
            && attempt.tls().get() instanceof TlsResult.Clear
            && attempt.tlsFailure().isPresent();
    boolean well = attempt.outcome() == Attempt.Outcome.DELIVERED && !weak;
    log.atLevel(well ? Level.DEBUG : Level.INFO)
        .addKeyValue("message", attempt.messageId())
        .addKeyValue("destination", attempt.destination())
        .addKeyValue("host", attempt.host())
        .addKeyValue("address", attempt.address().map(a -> a.getHostAddress()).orElse(""))
        .addKeyValue("policy", attempt.basis().text())
        .addKeyValue("tls", attempt.tls().map(AttemptLog::words).orElse(""))
        .addKeyValue("reused", attempt.reused())
        .addKeyValue("outcome", attempt.outcome())
        .addKeyValue("detail", attempt.detail())
        .addKeyValue("ms", attempt.took().toMillis())
        .log(weak ? "sent in the clear, since TLS failed" : "outbound attempt");
  }

  private static String words(TlsResult tls) {
    return switch (tls) {
      case TlsResult.Clear(String why, _) -> "none: " + why;
      case TlsResult.Secured(String protocol, String cipher, TlsResult.Proof proof) ->
          protocol + " " + cipher + " " + proof;
    };
  }
}
