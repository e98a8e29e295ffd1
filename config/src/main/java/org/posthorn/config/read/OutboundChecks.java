package org.posthorn.config.read;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.posthorn.config.OutboundConfig;
import org.posthorn.config.OutboundRoute;
import org.posthorn.config.OutboundTls;
import org.posthorn.config.RouteProtocol;

/// Checks what the settings of `[outbound]` mean together.
final class OutboundChecks {
  private final OutboundConfig config;
  private final List<Finding> findings = new ArrayList<>();

  private OutboundChecks(OutboundConfig config) {
    this.config = config;
  }

  static List<Finding> check(OutboundConfig config) {
    OutboundChecks checks = new OutboundChecks(config);
    checks.trustStore();
    Set<String> domains = new HashSet<>();
    for (int i = 0; i < config.routes().size(); i++) {
      checks.route(i, config.routes().get(i), domains);
    }
    return checks.findings;
  }

  private void trustStore() {
    Optional<Path> file = config.trustStore();
    if (file.isPresent() && !Files.isReadable(file.get())) {
      findings.add(
          Finding.error("outbound.trust-store", "there is no file " + file.get() + " to be read"));
    }
  }

  private void route(int index, OutboundRoute route, Set<String> domains) {
    if (!domains.add(route.domain().toLowerCase(Locale.ROOT))) {
      error(index, "domain", "\"" + route.domain() + "\" has a route already");
    }
    if (route.user().isPresent() != route.password().isPresent()) {
      error(index, route.user().isPresent() ? "user" : "password", "user and password go together");
    }
    boolean clear =
        !route.implicitTls()
            && route.tls().map(t -> t == OutboundTls.NONE || t == OutboundTls.MAY).orElse(false);
    if (route.user().isPresent() && clear) {
      error(index, "tls", "a login needs \"encrypt\" or \"verify\": it is never sent in the clear");
    }
    if (route.hosts().isEmpty()) {
      needsHosts(index, route);
    }
  }

  private void needsHosts(int index, OutboundRoute route) {
    if (route.protocol() == RouteProtocol.LMTP) {
      error(index, "protocol", "\"lmtp\" needs hosts: MX records never name such servers");
    }
    if (route.user().isPresent()) {
      error(index, "user", "a login needs hosts: it is not for servers that MX records name");
    }
    if (route.implicitTls()) {
      error(index, "implicit-tls", "needs hosts: servers that MX records name start in the clear");
    }
  }

  private void error(int index, String key, String message) {
    findings.add(Finding.error("outbound.route[" + index + "]." + key, message));
  }
}
