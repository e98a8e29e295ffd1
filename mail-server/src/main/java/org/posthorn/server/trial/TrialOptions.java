package org.posthorn.server.trial;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/// What the user of `posthorn try` asked for.
///
/// @param data where mail, certificate, log and pid file are kept
/// @param bind the address to listen on
/// @param portOffset added to each standard port
/// @param users how many of `u0`, `u1`, … there are beside alice and bob
/// @param password everybody's password
/// @param outbound whether mail may leave this machine, and which way; empty if it may not
public record TrialOptions(
    Path data,
    InetAddress bind,
    int portOffset,
    int users,
    String password,
    Optional<TrialOutbound> outbound) {
  /// The trial's mail domain; `.test` is reserved and leads nowhere (RFC 6761 §6.2).
  public static final String DOMAIN = "example.test";

  /// The port that a standard port is moved to.
  public int port(int standard) {
    return standard + portOffset;
  }
}
