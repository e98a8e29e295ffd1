package org.posthorn.config.schema;

import java.util.List;
import java.util.Optional;
import org.posthorn.config.OutboundRoute;
import org.posthorn.config.OutboundTls;
import org.posthorn.config.RouteProtocol;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// The settings of `[[outbound.route]]`.
final class OutboundRouteSection {
  private static final Setting<OutboundRoute, String> DOMAIN =
      Setting.of(
              "domain",
              Types.DOMAIN_PATTERN,
              OutboundRoute::domain,
              """
          What the route is for: a domain, `*.example.org` for all domains below one, or `*` for all. The most exact route is taken.
          """)
          .withExample("\"*\"")
          .asRequired();

  private static final Setting<OutboundRoute, List<HostPort>> HOSTS =
      Setting.of(
              "hosts",
              Types.listOf(Types.hostPort(25)),
              OutboundRoute::hosts,
              """
          The servers, best first; names are looked up as they are, without MX. With an empty list the servers are found by MX look-up as ever: such a route is there for its `tls`.
          """)
          .withExample("[\"smtp.example.net:587\"]");

  private static final Setting<OutboundRoute, RouteProtocol> PROTOCOL =
      Setting.of(
          "protocol",
          Types.choice(RouteProtocol.values()),
          OutboundRoute::protocol,
          """
          What is spoken: `smtp`, or `lmtp` to a store of mailboxes.
          """);

  private static final Setting<OutboundRoute, Optional<OutboundTls>> TLS =
      Setting.of(
              "tls",
              Types.optional(Types.choice(OutboundTls.values())),
              OutboundRoute::tls,
              """
          How secure connections must be: `none`, `may`, `encrypt`, `verify`.
          """)
          .withExample("\"verify\"")
          .withDefaultDoc("`verify` with a login, else as in `[outbound]`");

  private static final Setting<OutboundRoute, Boolean> IMPLICIT_TLS =
      Setting.of(
          "implicit-tls",
          Types.BOOL,
          OutboundRoute::implicitTls,
          """
          Whether TLS starts with the first octet (port 465).
          """);

  private static final Setting<OutboundRoute, Optional<String>> USER =
      Setting.of(
              "user",
              Types.optional(Types.TEXT),
              OutboundRoute::user,
              """
          The name to log in with. It is only ever sent inside TLS.
          """)
          .withExample("\"relay@example.org\"")
          .withDefaultDoc("no login");

  private static final Setting<OutboundRoute, Optional<Secret>> PASSWORD =
      Setting.of(
              "password",
              Types.optional(Types.SECRET),
              OutboundRoute::password,
              """
          The password.
          """)
          .withExample("\"file:secrets/relay\"")
          .withDefaultDoc("none");

  static final Section<OutboundRoute> SECTION =
      new Section<>(
          "outbound.route",
          "Routes",
          """
          One table for each destination that is not found by MX look-up alone: a smart host for everything, a server behind this one, a domain that demands more security.
          """,
          List.of(DOMAIN, HOSTS, PROTOCOL, TLS, IMPLICIT_TLS, USER, PASSWORD),
          OutboundRouteSection::build);

  private OutboundRouteSection() {}

  private static OutboundRoute build(Values<OutboundRoute> v) {
    return new OutboundRoute(
        v.get(DOMAIN),
        v.get(HOSTS),
        v.get(PROTOCOL),
        v.get(TLS),
        v.get(IMPLICIT_TLS),
        v.get(USER),
        v.get(PASSWORD));
  }

  /// What an entry of the list starts from.
  static OutboundRoute template() {
    return OutboundRoute.of("", List.of());
  }
}
