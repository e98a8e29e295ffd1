package org.posthorn.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.IpNetwork;

/// What one client, and all together, may take of a protocol: the part of `[limits.smtp]`,
/// `[limits.imap]` and `[limits.pop3]` that is the same for the three. Immutable.
///
/// @param maxConnections connections in all; more are turned away with a word of explanation
/// @param maxConnectionsPerAddress connections from one address (IPv6: one /64); 0 means no limit
/// @param exemptNetworks networks whose clients meet no limit per address, and no rate
/// @param maxSessionsPerAccount sessions logged in to one account; 0 means no limit
/// @param commandsPerSecond commands a second of one connection, more are slowed down; 0 means no
///     limit
/// @param bytesPerSecondIn bytes a second from one connection, more are slowed down; 0 means no
///     limit
/// @param bytesPerSecondOut bytes a second to one connection, more are slowed down; 0 means no
///     limit
/// @param idleTimeout how long a connection may wait before its next command
/// @param loginTimeout how long a connection may go without being logged in; zero means no limit
/// @param commandTimeout how long the line of a command may take, from its first byte to its end
/// @param dataTimeout how long the sender of a message or a literal may be silent
/// @param writeTimeout how long a client may take nothing of what is sent to it
/// @param maxLine length of a command line, after login
/// @param maxLineBeforeLogin length of a command line, before login
/// @param maxBadCommands commands that are wrong in form or order before the connection is closed
public record ConnectionLimits(
    int maxConnections,
    int maxConnectionsPerAddress,
    List<IpNetwork> exemptNetworks,
    int maxSessionsPerAccount,
    int commandsPerSecond,
    ByteSize bytesPerSecondIn,
    ByteSize bytesPerSecondOut,
    Duration idleTimeout,
    Duration loginTimeout,
    Duration commandTimeout,
    Duration dataTimeout,
    Duration writeTimeout,
    ByteSize maxLine,
    ByteSize maxLineBeforeLogin,
    int maxBadCommands) {
  public ConnectionLimits {
    exemptNetworks = List.copyOf(exemptNetworks);
  }

  /// The limits that the protocols have in common; they differ in the first few.
  static ConnectionLimits of(
      int maxConnections,
      int perAddress,
      int perAccount,
      Duration idle,
      Duration login,
      ByteSize line) {
    return new ConnectionLimits(
        maxConnections,
        perAddress,
        List.of(),
        perAccount,
        0,
        ByteSize.ZERO,
        ByteSize.ZERO,
        idle,
        login,
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        line,
        ByteSize.ofKilobytes(12), // RFC 4954 §4: a login's line may have 12288 octets
        20);
  }

  /// Whether clients of this address meet neither limits per address nor rates.
  public boolean isExempt(InetAddress address) {
    return exemptNetworks.stream().anyMatch(network -> network.contains(address));
  }

  public ConnectionLimits withMaxConnections(int maxConnections) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        exemptNetworks,
        maxSessionsPerAccount,
        commandsPerSecond,
        bytesPerSecondIn,
        bytesPerSecondOut,
        idleTimeout,
        loginTimeout,
        commandTimeout,
        dataTimeout,
        writeTimeout,
        maxLine,
        maxLineBeforeLogin,
        maxBadCommands);
  }

  public ConnectionLimits withMaxConnectionsPerAddress(int maxConnectionsPerAddress) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        exemptNetworks,
        maxSessionsPerAccount,
        commandsPerSecond,
        bytesPerSecondIn,
        bytesPerSecondOut,
        idleTimeout,
        loginTimeout,
        commandTimeout,
        dataTimeout,
        writeTimeout,
        maxLine,
        maxLineBeforeLogin,
        maxBadCommands);
  }

  public ConnectionLimits withExemptNetworks(List<IpNetwork> exemptNetworks) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        exemptNetworks,
        maxSessionsPerAccount,
        commandsPerSecond,
        bytesPerSecondIn,
        bytesPerSecondOut,
        idleTimeout,
        loginTimeout,
        commandTimeout,
        dataTimeout,
        writeTimeout,
        maxLine,
        maxLineBeforeLogin,
        maxBadCommands);
  }

  public ConnectionLimits withMaxSessionsPerAccount(int maxSessionsPerAccount) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        exemptNetworks,
        maxSessionsPerAccount,
        commandsPerSecond,
        bytesPerSecondIn,
        bytesPerSecondOut,
        idleTimeout,
        loginTimeout,
        commandTimeout,
        dataTimeout,
        writeTimeout,
        maxLine,
        maxLineBeforeLogin,
        maxBadCommands);
  }

  public ConnectionLimits withIdleTimeout(Duration idleTimeout) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        exemptNetworks,
        maxSessionsPerAccount,
        commandsPerSecond,
        bytesPerSecondIn,
        bytesPerSecondOut,
        idleTimeout,
        loginTimeout,
        commandTimeout,
        dataTimeout,
        writeTimeout,
        maxLine,
        maxLineBeforeLogin,
        maxBadCommands);
  }

  public ConnectionLimits withLoginTimeout(Duration loginTimeout) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        exemptNetworks,
        maxSessionsPerAccount,
        commandsPerSecond,
        bytesPerSecondIn,
        bytesPerSecondOut,
        idleTimeout,
        loginTimeout,
        commandTimeout,
        dataTimeout,
        writeTimeout,
        maxLine,
        maxLineBeforeLogin,
        maxBadCommands);
  }

  public ConnectionLimits withDataTimeout(Duration dataTimeout) {
    return new ConnectionLimits(
        maxConnections,
        maxConnectionsPerAddress,
        exemptNetworks,
        maxSessionsPerAccount,
        commandsPerSecond,
        bytesPerSecondIn,
        bytesPerSecondOut,
        idleTimeout,
        loginTimeout,
        commandTimeout,
        dataTimeout,
        writeTimeout,
        maxLine,
        maxLineBeforeLogin,
        maxBadCommands);
  }
}
