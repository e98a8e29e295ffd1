package org.posthorn.auth.spf;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.posthorn.auth.spf.MacroString.Part;

/// Puts values in for macros (RFC 7208 §7).
final class MacroExpander {
  private static final int MAX_NAME = 253;
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private final SpfQuery query;
  private final InstantSource clock;
  private final UnaryOperator<String> clientName;

  /// @param clientName the client's own name, as seen from a domain: `%{p}`
  MacroExpander(SpfQuery query, InstantSource clock, UnaryOperator<String> clientName) {
    this.query = query;
    this.clock = clock;
    this.clientName = clientName;
  }

  /// A name to ask for; where it is too long, it loses labels on the left (§7.3).
  ///
  /// @param domain the domain whose record it is: `%{d}`
  String name(MacroString string, String domain) {
    String name = text(string, domain);
    int end = name.endsWith(".") ? name.length() - 1 : name.length();
    int start = 0;
    while (end - start > MAX_NAME) {
      int dot = name.indexOf('.', start);
      if (dot < 0 || dot >= end) {
        break;
      }
      start = dot + 1;
    }
    return name.substring(start, end);
  }

  String text(MacroString string, String domain) {
    StringBuilder out = new StringBuilder();
    for (Part part : string.parts()) {
      switch (part) {
        case Part.Literal(String text) -> out.append(text);
        case Part.Macro macro -> out.append(expand(macro, domain));
      }
    }
    return out.toString();
  }

  private String expand(Part.Macro macro, String domain) {
    String value = transformed(value(macro.letter(), domain), macro);
    return macro.escaped() ? escaped(value) : value;
  }

  private String value(char letter, String domain) {
    return switch (letter) {
      case 's' -> query.local() + "@" + query.domain();
      case 'l' -> query.local();
      case 'o' -> query.domain();
      case 'd' -> domain;
      case 'i' -> dotted(query.client());
      case 'p' -> clientName.apply(domain);
      case 'v' -> query.isIp6() ? "ip6" : "in-addr";
      case 'h' -> query.helo();
      case 'c' -> query.client().getHostAddress();
      case 'r' -> query.receiver();
      case 't' -> Long.toString(clock.instant().getEpochSecond());
      default -> throw new IllegalStateException("the parser let %{" + letter + "} through");
    };
  }

  private static String transformed(String value, Part.Macro macro) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || macro.delimiters().indexOf(value.charAt(i)) >= 0) {
        parts.add(value.substring(start, i));
        start = i + 1;
      }
    }
    if (macro.reversed()) {
      Collections.reverse(parts);
    }
    int from = Math.max(0, parts.size() - macro.keep());
    return String.join(".", parts.subList(from, parts.size()));
  }

  /// As §7.3 wants it: an IPv6 address in hexadecimal digits with dots between them.
  private static String dotted(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == 4) {
      return address.getHostAddress();
    }
    StringJoiner dotted = new StringJoiner(".");
    HexFormat.of().formatHex(octets).chars().forEach(c -> dotted.add(Character.toString(c)));
    return dotted.toString();
  }

  private static String escaped(String value) {
    StringBuilder out = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(octet) >= 0) {
        out.append((char) octet);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return out.toString();
  }
}
