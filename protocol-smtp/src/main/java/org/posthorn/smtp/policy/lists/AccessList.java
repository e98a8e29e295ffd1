package org.posthorn.smtp.policy.lists;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.posthorn.config.value.HostNames;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.storage.model.MailAddress;

/// What a list file says. Immutable.
public final class AccessList {
  /// The list without entries.
  public static final AccessList EMPTY = new Builder().build();

  /// Entries that a list may have; further ones are mistakes.
  public static final int MAX_ENTRIES = 1_000_000;

  private final NetworkSet networks;
  private final NameSet names;
  private final NameSet helos;
  private final AddressSet senders;
  private final AddressSet recipients;
  private final int size;

  private AccessList(Builder builder) {
    networks = new NetworkSet(builder.networks);
    names = new NameSet(builder.names);
    helos = new NameSet(builder.helos);
    senders = new AddressSet(Set.copyOf(builder.senders), new NameSet(builder.senderDomains));
    recipients =
        new AddressSet(Set.copyOf(builder.recipients), new NameSet(builder.recipientDomains));
    size = builder.size;
  }

  /// What reading a file gave.
  ///
  /// @param mistakes what is wrong with which line; with any, the list is not to be used
  public record Parsed(AccessList list, List<Mistake> mistakes) {}

  /// A line that cannot be read.
  ///
  /// @param line from 1 on
  public record Mistake(int line, String message) {}

  /// Reads lines.
  public static Parsed parse(List<String> lines) {
    Builder builder = new Builder();
    List<Mistake> mistakes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int comment = line.indexOf('#');
      String entry = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!entry.isEmpty()) {
        try {
          builder.add(entry);
        } catch (IllegalArgumentException e) {
          mistakes.add(new Mistake(i + 1, String.valueOf(e.getMessage())));
        }
      }
    }
    return new Parsed(builder.build(), List.copyOf(mistakes));
  }

  /// Entries.
  public int size() {
    return size;
  }

  /// Whether a client's address is on it.
  public boolean hasAddress(InetAddress address) {
    return networks.contains(address);
  }

  /// Whether a name in the DNS is on it; to be asked only about proved ones.
  public boolean hasName(String name) {
    return names.contains(plain(name));
  }

  /// Whether DNS names stand on it at all.
  public boolean asksForNames() {
    return !names.names().isEmpty();
  }

  /// Whether an EHLO name is on it.
  public boolean hasHelo(String name) {
    return helos.contains(plain(name));
  }

  /// Whether a sender or its domain is on it.
  public boolean hasSender(EnvelopeAddress address) {
    return senders.contains(address);
  }

  /// Whether a recipient or its domain is on it.
  public boolean hasRecipient(EnvelopeAddress address) {
    return recipients.contains(address);
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// Whole addresses, and domains.
  private record AddressSet(Set<MailAddress> addresses, NameSet domains) {
    boolean contains(EnvelopeAddress address) {
      if (address.host() instanceof HostPart.Domain(String domain)) {
        MailAddress whole = new MailAddress(address.local(), domain);
        return addresses.contains(whole) || domains.contains(whole.domain());
      }
      return false;
    }
  }

  private static final class Builder {
    private final List<IpNetwork> networks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> helos = new HashSet<>();
    private final Set<MailAddress> senders = new HashSet<>();
    private final Set<String> senderDomains = new HashSet<>();
    private final Set<MailAddress> recipients = new HashSet<>();
    private final Set<String> recipientDomains = new HashSet<>();
    private int size;

    void add(String entry) {
      String[] words = entry.split("\\s+", 3);
      if (words.length != 2) {
        throw new IllegalArgumentException(
            "write a kind and a value, such as \"network 192.0.2.0/24\"");
      }
      if (++size > MAX_ENTRIES) {
        throw new IllegalArgumentException("a list may have " + MAX_ENTRIES + " entries");
      }
      String value = words[1];
      switch (words[0]) {
        case "network" -> networks.add(IpNetwork.parse(value));
        case "name" -> names.add(name(value));
        case "helo" -> helos.add(value.startsWith("[") ? plain(value) : name(value));
        case "sender" -> address(value, senders, senderDomains);
        case "recipient" -> address(value, recipients, recipientDomains);
        default ->
            throw new IllegalArgumentException(
                "\"" + words[0] + "\" is not network, name, helo, sender or recipient");
      }
    }

    private static void address(String value, Set<MailAddress> addresses, Set<String> domains) {
      if (value.lastIndexOf('@') <= 0) {
        domains.add(name(value.startsWith("@") ? value.substring(1) : value));
      } else {
        addresses.add(
            MailAddress.parse(value)
                .orElseThrow(
                    () -> new IllegalArgumentException("\"" + value + "\" is not an address")));
      }
    }

    /// A host name, with a dot in front where subdomains are meant too.
    private static String name(String value) {
      boolean below = value.startsWith(".");
      String name = MailAddress.normaliseDomain(below ? value.substring(1) : value);
      if (!HostNames.isValid(name)) {
        throw new IllegalArgumentException("\"" + value + "\" is not a host or domain name");
      }
      return below ? "." + name : name;
    }

    AccessList build() {
      return new AccessList(this);
    }
  }
}
