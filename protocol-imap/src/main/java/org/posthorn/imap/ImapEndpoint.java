package org.posthorn.imap;

import java.net.InetAddress;
import org.posthorn.imap.session.ImapSession;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.session.Connection;
import org.posthorn.protocol.session.Refusal;
import org.posthorn.protocol.session.Session;
import org.posthorn.protocol.session.SessionFactory;

/// IMAP as a listener speaks it: port 143 with STARTTLS, or 993 with TLS from the start (RFC 3501,
/// RFC 8314). Thread-safe.
public final class ImapEndpoint implements SessionFactory {
  private final ImapServices services;
  private final ImapOptions options;
  private final AccountSessions sessions;

  public ImapEndpoint(ImapServices services, ImapOptions options) {
    this.services = services;
    this.options = options;
    this.sessions = new AccountSessions(options.limits().connection());
  }

  @Override
  public String name() {
    return "imap";
  }

  @Override
  public SessionLimits limits(InetAddress client) {
    return SessionLimits.beforeLogin(options.limits().connection(), client);
  }

  @Override
  public boolean requiresLogin() {
    return true;
  }

  @Override
  public Session open(Connection connection) {
    return ImapSession.of(connection, services, options, sessions);
  }

  @Override
  public String refusal(Refusal reason) {
    String text =
        switch (reason) {
          case TOO_MANY_CONNECTIONS -> "Too many connections";
          case TOO_MANY_FROM_ADDRESS -> "Too many connections from your address";
          case SHUTTING_DOWN -> "The server is shutting down";
        };
    return "* BYE [UNAVAILABLE] " + text + "\r\n";
  }
}
