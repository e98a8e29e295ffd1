package org.posthorn.smtp.outbound.route;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.posthorn.config.ListenerConfig;
import org.posthorn.config.ListenerProtocol;
import org.posthorn.config.PosthornConfig;

/// Knows this host when it meets it, so that mail does not come back. Thread-safe.
///
/// @param names of this host, in lower case
/// @param listeners where it takes mail from other servers
record OwnHost(Set<String> names, List<ListenerConfig> listeners) {
  OwnHost {
    names = Set.copyOf(names);
    listeners = List.copyOf(listeners);
  }

  static OwnHost of(PosthornConfig config) {
    Set<String> names = new HashSet<>();
    names.add(config.server().hostname().toLowerCase(Locale.ROOT));
    config.outbound().helo().ifPresent(name -> names.add(name.toLowerCase(Locale.ROOT)));
    List<ListenerConfig> smtp =
        config.listeners().stream().filter(l -> l.protocol() == ListenerProtocol.SMTP).toList();
    return new OwnHost(names, smtp);
  }

  /// Whether a server with this name is this one.
  boolean isNamed(String host) {
    return names.contains(host.toLowerCase(Locale.ROOT));
  }

  /// Whether this host listens there.
  boolean listensAt(InetAddress address, int port) {
    for (ListenerConfig listener : listeners) {
      if (listener.port() != port) {
        continue;
      }
      var bound = listener.address().address();
      boolean all = bound.isEmpty() || bound.get().isAnyLocalAddress();
      if (all ? isLocal(address) : bound.get().equals(address)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLocal(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException _) {
      return false;
    }
  }
}
