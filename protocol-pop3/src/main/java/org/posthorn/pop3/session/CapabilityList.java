package org.posthorn.pop3.session;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.pop3.command.Capability;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.sasl.Mechanism;
import org.posthorn.protocol.session.Connection;

/// What the server can do for a connection (RFC 2449 §6). The same before and after login, as these
/// capabilities ask for; TLS makes a difference. Stateless.
///
/// @param authenticator knows how clients can log in
record CapabilityList(Authenticator authenticator) {
  private static final List<Capability> ALWAYS =
      List.of(
          Capability.of("TOP"),
          Capability.of("UIDL"),
          Capability.of("RESP-CODES"),
          Capability.of("AUTH-RESP-CODE"), // RFC 3206 §6
          Capability.of("PIPELINING"),
          Capability.of("EXPIRE", "NEVER"),
          Capability.of("UTF8", "USER"), // RFC 6856 §2.2: names and passwords too
          Capability.of("LANG"),
          Capability.of("IMPLEMENTATION", "Posthorn"));

  List<Capability> of(Connection connection) {
    List<Capability> list = new ArrayList<>(ALWAYS);
    if (connection.canStartTls()) {
      list.add(Capability.of("STLS"));
    }
    if (authenticator.passwordsAllowed(connection)) {
      list.add(Capability.of("USER"));
    }
    List<Mechanism> mechanisms = authenticator.offered(connection);
    if (!mechanisms.isEmpty()) {
      list.add(new Capability("SASL", mechanisms.stream().map(Mechanism::wireName).toList()));
    }
    return list;
  }
}
