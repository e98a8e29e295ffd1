package org.posthorn.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How mail leaves: `[outbound]` and its parts. Immutable.
///
/// @param port the port of servers that MX records name
/// @param helo the name we greet with; empty means `server.hostname`
/// @param sourceAddresses addresses to connect from, the first of the right family is taken
/// @param addressFamily which addresses of servers are tried
/// @param tls how secure connections must be where neither a route nor the destination says more
/// @param dane whether TLSA records are heeded (RFC 7672)
/// @param mtaSts whether MTA-STS policies are heeded (RFC 8461)
/// @param mtaStsPort where policies of MTA-STS are fetched
/// @param trustStore PEM file with the authorities that are trusted; empty means those of Java
/// @param eightBit what becomes of 8-bit content where it cannot be sent
/// @param chunking whether messages are sent in chunks where the server can (RFC 3030)
/// @param maxHosts the most servers that are tried in one attempt
/// @param maxAddresses the most addresses of each
/// @param transactionRecipients the most recipients of one transaction
/// @param routes `[[outbound.route]]`
/// @param timeouts `[outbound.timeouts]`
/// @param reuse `[outbound.reuse]`
public record OutboundConfig(
    int port,
    Optional<String> helo,
    List<InetAddress> sourceAddresses,
    AddressFamily addressFamily,
    OutboundTls tls,
    boolean dane,
    boolean mtaSts,
    int mtaStsPort,
    Optional<Path> trustStore,
    EightBitContent eightBit,
    boolean chunking,
    int maxHosts,
    int maxAddresses,
    int transactionRecipients,
    List<OutboundRoute> routes,
    OutboundTimeouts timeouts,
    OutboundReuse reuse) {
  public OutboundConfig {
    sourceAddresses = List.copyOf(sourceAddresses);
    routes = List.copyOf(routes);
  }

  public static OutboundConfig defaults() {
    return new OutboundConfig(
        25,
        Optional.empty(),
        List.of(),
        AddressFamily.IPV4_FIRST,
        OutboundTls.MAY,
        true,
        true,
        443,
        Optional.empty(),
        EightBitContent.CONVERT,
        true,
        5,
        4,
        100,
        List.of(),
        OutboundTimeouts.defaults(),
        OutboundReuse.defaults());
  }

  public OutboundConfig withPort(int port) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withHelo(Optional<String> helo) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withSourceAddresses(List<InetAddress> sourceAddresses) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withAddressFamily(AddressFamily addressFamily) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withTls(OutboundTls tls) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withDane(boolean dane) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withMtaSts(boolean mtaSts) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withEightBit(EightBitContent eightBit) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withChunking(boolean chunking) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withRoutes(List<OutboundRoute> routes) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withTimeouts(OutboundTimeouts timeouts) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withReuse(OutboundReuse reuse) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  public OutboundConfig withMtaStsPort(int mtaStsPort) {
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }

  /// With the authorities of this file alone.
  public OutboundConfig withTrustStore(Path file) {
    Optional<Path> trustStore = Optional.of(file);
    return new OutboundConfig(
        port,
        helo,
        sourceAddresses,
        addressFamily,
        tls,
        dane,
        mtaSts,
        mtaStsPort,
        trustStore,
        eightBit,
        chunking,
        maxHosts,
        maxAddresses,
        transactionRecipients,
        routes,
        timeouts,
        reuse);
  }
}
