package org.posthorn.server.setup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/// Finds out how this host calls itself.
public final class HostName {
  private HostName() {}

  /// The fully qualified name that the system knows for this host; `mail.DOMAIN` where it knows
  /// none.
  public static String find(String domain) {
    try {
      String name = InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT);
      boolean qualified =
          name.indexOf('.') > 0 && !name.startsWith("localhost") && !name.matches("[0-9.]+");
      return qualified ? name : "mail." + domain;
    } catch (UnknownHostException _) {
      return "mail." + domain;
    }
  }
}
