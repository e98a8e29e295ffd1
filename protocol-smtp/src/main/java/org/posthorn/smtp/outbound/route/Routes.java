package org.posthorn.smtp.outbound.route;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthorn.config.OutboundRoute;
import org.posthorn.config.OutboundTls;
import org.posthorn.config.RouteProtocol;
import org.posthorn.smtp.outbound.client.Login;
import org.posthorn.smtp.outbound.client.Target;

/// The routes of the configuration. Immutable.
final class Routes {
  private final Map<String, Route> byPattern = new HashMap<>();

  Routes(List<OutboundRoute> configured) {
    for (OutboundRoute route : configured) {
      byPattern.put(route.domain().toLowerCase(Locale.ROOT), route(route));
    }
  }

  private static Route route(OutboundRoute route) {
    Optional<Login> login =
        route.user().flatMap(user -> route.password().map(secret -> new Login(user, secret)));
    Optional<OutboundTls> tls = route.tls().or(() -> login.map(_ -> OutboundTls.VERIFY));
    return new Route(
        route.hosts(),
        route.protocol() == RouteProtocol.LMTP ? Target.Protocol.LMTP : Target.Protocol.SMTP,
        tls,
        route.implicitTls(),
        login);
  }

  /// The most exact route: that of the domain, else that of the nearest domain above it, else that
  /// of all, else by MX.
  Route of(String destination) {
    Route route = byPattern.get(destination);
    String above = destination;
    for (int dot = above.indexOf('.'); route == null && dot >= 0; dot = above.indexOf('.')) {
      above = above.substring(dot + 1);
      route = byPattern.get("*." + above);
    }
    return route != null ? route : byPattern.getOrDefault("*", Route.DIRECT);
  }
}
