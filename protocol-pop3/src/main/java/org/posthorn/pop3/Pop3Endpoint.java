package org.posthorn.pop3;

import java.net.InetAddress;
import org.posthorn.config.PosthornConfig;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.session.Pop3Handlers;
import org.posthorn.pop3.session.Pop3Session;
import org.posthorn.pop3.session.Pop3Settings;
import org.posthorn.pop3.wire.ReplyEncoder;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.session.Connection;
import org.posthorn.protocol.session.Refusal;
import org.posthorn.protocol.session.Session;
import org.posthorn.protocol.session.SessionFactory;

/// POP3 as listeners speak it, in the clear with STLS or inside TLS (RFC 8314 §3.3). Thread-safe.
public final class Pop3Endpoint implements SessionFactory {
  private final Pop3Settings settings;
  private final Pop3Handlers handlers;

  /// @param settings name and limits
  /// @param services what sessions work with
  public Pop3Endpoint(Pop3Settings settings, Pop3Services services) {
    this.settings = settings;
    this.handlers = new Pop3Handlers(services.authenticator(), services.mailboxes());
  }

  /// POP3 as the configuration wants it.
  public static Pop3Endpoint of(PosthornConfig config, Pop3Services services) {
    return new Pop3Endpoint(
        new Pop3Settings(config.server().hostname(), config.limits().pop3().connection()),
        services);
  }

  @Override
  public String name() {
    return "pop3";
  }

  @Override
  public SessionLimits limits(InetAddress client) {
    return SessionLimits.beforeLogin(settings.limits(), client);
  }

  @Override
  public boolean requiresLogin() {
    return true;
  }

  @Override
  public Session open(Connection connection) {
    return new Pop3Session(connection, handlers, settings);
  }

  @Override
  public String refusal(Refusal reason) {
    return ReplyEncoder.text(reply(reason));
  }

  private static Reply.Negative reply(Refusal reason) {
    return switch (reason) {
      case TOO_MANY_CONNECTIONS -> Replies.TOO_MANY_CONNECTIONS;
      case TOO_MANY_FROM_ADDRESS -> Replies.TOO_MANY_FROM_ADDRESS;
      case SHUTTING_DOWN -> Replies.SHUTTING_DOWN;
    };
  }
}
