package org.posthorn.server.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.auth.dns.DnsSettings;
import org.posthorn.auth.dns.ResolverDns;
import org.posthorn.config.value.HostPort;
import picocli.CommandLine.Option;

/// Which resolvers a command asks.
final class DnsSelection {
  private static final int PORT = 53;

  @Option(
      names = "--dns",
      paramLabel = "HOST:PORT",
      description =
          "Ask this resolver instead of the system's; may be given several times. "
              + "Default port: 53.")
  List<String> servers = new ArrayList<>();

  /// The way to ask them.
  ///
  /// @throws CommandFailure where one of them is no address
  ResolverDns open() {
    List<InetSocketAddress> addresses = servers.stream().map(DnsSelection::address).toList();
    return new ResolverDns(DnsSettings.defaults().withServers(addresses));
  }

  private static InetSocketAddress address(String text) {
    try {
      HostPort server = HostPort.parse(text, PORT);
      return new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--dns: " + e.getMessage());
    } catch (UnknownHostException _) {
      throw new CommandFailure(ExitCode.UNAVAILABLE, "--dns: there is no host '" + text + "'");
    }
  }
}
