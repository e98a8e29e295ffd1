package org.posthorn.config.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.posthorn.config.ConnectionLimits;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.IpNetwork;

/// The settings that the limits of all three protocols have in common.
///
/// @param <R> the limits of one protocol
final class ConnectionSettings<R> {
  private final Function<R, ConnectionLimits> limits;
  private final List<Setting<R, ?>> all = new ArrayList<>();

  private final Setting<R, Integer> maxConnections;
  private final Setting<R, Integer> maxConnectionsPerAddress;
  private final Setting<R, List<IpNetwork>> exemptNetworks;
  private final Setting<R, Integer> maxSessionsPerAccount;
  private final Setting<R, Integer> commandsPerSecond;
  private final Setting<R, ByteSize> bytesPerSecondIn;
  private final Setting<R, ByteSize> bytesPerSecondOut;
  private final Setting<R, Duration> idleTimeout;
  private final Setting<R, Duration> loginTimeout;
  private final Setting<R, Duration> commandTimeout;
  private final Setting<R, Duration> dataTimeout;
  private final Setting<R, Duration> writeTimeout;
  private final Setting<R, ByteSize> maxLine;
  private final Setting<R, ByteSize> maxLineBeforeLogin;
  private final Setting<R, Integer> maxBadCommands;

  /// @param limits the connection limits among the limits of the protocol
  /// @param idleDoc what the protocol's RFC says about the idle time-out
  ConnectionSettings(Function<R, ConnectionLimits> limits, String idleDoc) {
    this.limits = limits;
    maxConnections =
        add(
            "max-connections",
            Types.integer(1, 10_000_000, "connections"),
            ConnectionLimits::maxConnections,
            "Connections in all. One more is told that the server is busy, and closed.");
    maxConnectionsPerAddress =
        add(
            "max-connections-per-address",
            Types.integer(0, 10_000_000, "connections"),
            ConnectionLimits::maxConnectionsPerAddress,
            "Connections from one address; with IPv6 a /64 counts as one. `0` means no limit.");
    exemptNetworks =
        add(
            Setting.of(
                    "exempt-networks",
                    Types.listOf(Types.NETWORK),
                    get(ConnectionLimits::exemptNetworks),
                    """
                    Networks whose clients meet no limit per address and no limit a second, such as
                    those of your own web mail.""")
                .withExample("[\"127.0.0.0/8\", \"::1\", \"192.0.2.0/24\"]"));
    maxSessionsPerAccount =
        add(
            "max-sessions-per-account",
            Types.integer(0, 1_000_000, "sessions"),
            ConnectionLimits::maxSessionsPerAccount,
            "Sessions that are logged in to one account at a time. `0` means no limit.");
    commandsPerSecond =
        add(
            "commands-per-second",
            Types.integer(0, 1_000_000, "commands a second"),
            ConnectionLimits::commandsPerSecond,
            "Commands of one connection; what comes faster waits. `0` means no limit.");
    bytesPerSecondIn =
        add(
            "bytes-per-second-in",
            Types.size("0", "1TB"),
            ConnectionLimits::bytesPerSecondIn,
            "Bytes a second from one connection; what comes faster waits. `0` means no limit.");
    bytesPerSecondOut =
        add(
            "bytes-per-second-out",
            Types.size("0", "1TB"),
            ConnectionLimits::bytesPerSecondOut,
            "Bytes a second to one connection; more waits. `0` means no limit.");
    idleTimeout =
        add(
            "idle-timeout",
            Types.duration("1s", "1d"),
            ConnectionLimits::idleTimeout,
            "How long a connection may wait before its next command. " + idleDoc);
    loginTimeout =
        add(
            "login-timeout",
            Types.duration("0s", "1d"),
            ConnectionLimits::loginTimeout,
            """
            How long a connection may take to log in, where a login is needed. `0s` means no
            limit.""");
    commandTimeout =
        add(
            "command-timeout",
            Types.duration("1s", "1d"),
            ConnectionLimits::commandTimeout,
            "How long the line of one command may take, from its first byte to its end.");
    dataTimeout =
        add(
            "data-timeout",
            Types.duration("1s", "1d"),
            ConnectionLimits::dataTimeout,
            "How long a client may be silent in the middle of a message or literal it sends.");
    writeTimeout =
        add(
            "write-timeout",
            Types.duration("1s", "1d"),
            ConnectionLimits::writeTimeout,
            "How long a client may take nothing of what is sent to it.");
    maxLine =
        add(
            "max-line",
            Types.size("1KB", "16MB"),
            ConnectionLimits::maxLine,
            "The longest command line, after login.");
    maxLineBeforeLogin =
        add(
            "max-line-before-login",
            Types.size("1KB", "1MB"),
            ConnectionLimits::maxLineBeforeLogin,
            "The longest command line before login. Some ways to log in need 12KB.");
    maxBadCommands =
        add(
            "max-bad-commands",
            Types.integer(1, 1_000_000, "commands"),
            ConnectionLimits::maxBadCommands,
            "Commands that are wrong in form or order before the connection is closed.");
  }

  private <T> Function<R, T> get(Function<ConnectionLimits, T> component) {
    return limits.andThen(component);
  }

  private <T> Setting<R, T> add(
      String name, SettingType<T> type, Function<ConnectionLimits, T> component, String doc) {
    return add(Setting.of(name, type, get(component), doc));
  }

  private <T> Setting<R, T> add(Setting<R, T> setting) {
    all.add(setting);
    return setting;
  }

  /// All of these settings, then those that only this protocol has.
  List<Setting<R, ?>> followedBy(List<Setting<R, ?>> own) {
    List<Setting<R, ?>> list = new ArrayList<>(all);
    list.addAll(own);
    return List.copyOf(list);
  }

  ConnectionLimits build(Values<R> v) {
    return new ConnectionLimits(
        v.get(maxConnections),
        v.get(maxConnectionsPerAddress),
        v.get(exemptNetworks),
        v.get(maxSessionsPerAccount),
        v.get(commandsPerSecond),
        v.get(bytesPerSecondIn),
        v.get(bytesPerSecondOut),
        v.get(idleTimeout),
        v.get(loginTimeout),
        v.get(commandTimeout),
        v.get(dataTimeout),
        v.get(writeTimeout),
        v.get(maxLine),
        v.get(maxLineBeforeLogin),
        v.get(maxBadCommands));
  }
}
