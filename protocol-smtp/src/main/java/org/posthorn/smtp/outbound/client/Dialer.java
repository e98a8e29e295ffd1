package org.posthorn.smtp.outbound.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.posthorn.smtp.outbound.client.ClientException.Kind;

/// Makes connections that are ready for mail: greeted, secured as demanded, logged in. Thread-safe.
public final class Dialer {
  private final ClientSettings settings;
  private final TlsClient tls;
  private final Watchdog watchdog;

  /// The watchdog stays the caller's to close.
  public Dialer(ClientSettings settings, TlsClient tls, Watchdog watchdog) {
    this.settings = settings;
    this.tls = tls;
    this.watchdog = watchdog;
  }

  /// Connects.
  ///
  /// Where TLS is only wished for ([TlsDemand.May]) and its handshake fails, it connects again and
  /// stays in the clear; the connection's [TlsResult] says so.
  ///
  /// @throws ClientException where no such connection is to be had
  public SmtpConnection dial(Target target, TlsDemand demand) throws ClientException {
    try {
      return dialOnce(target, demand, new TlsResult.Clear("TLS is turned off", Optional.empty()));
    } catch (ClientException e) {
      boolean clearWillDo = demand instanceof TlsDemand.May && !target.implicitTls();
      if (e.kind() != Kind.TLS || !clearWillDo || target.login().isPresent()) {
        throw e;
      }
      return dialOnce(
          target,
          new TlsDemand.None(),
          new TlsResult.Clear("TLS failed: " + e.reason(), e.tlsFailure()));
    }
  }

  private SmtpConnection dialOnce(Target target, TlsDemand demand, TlsResult.Clear whyClear)
      throws ClientException {
    Socket socket = connect(target);
    try {
      Wire wire = new Wire(socket, watchdog, settings.timeouts().attempt());
      SmtpConnection connection = new SmtpConnection(wire, target, settings);
      new Opening(connection, wire, tls, demand, whyClear).run();
      return connection;
    } catch (IOException e) {
      closeQuietly(socket);
      throw e instanceof ClientException known ? known : unreachable(target, e);
    } catch (RuntimeException e) {
      closeQuietly(socket);
      throw e;
    }
  }

  private Socket connect(Target target) throws ClientException {
    Socket socket = new Socket();
    try {
      var source = settings.sourceFor(target.address());
      if (source.isPresent()) {
        socket.bind(new InetSocketAddress(source.get(), 0));
      }
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(target.address(), target.port()),
          Math.toIntExact(settings.timeouts().connect().toMillis()));
      return socket;
    } catch (SocketTimeoutException _) {
      closeQuietly(socket);
      throw ClientException.of(Kind.UNREACHABLE, "time-out while connecting to " + target);
    } catch (IOException e) {
      closeQuietly(socket);
      throw unreachable(target, e);
    }
  }

  private static ClientException unreachable(Target target, IOException e) {
    return ClientException.of(
        Kind.UNREACHABLE, "cannot connect to " + target + ": " + e.getMessage());
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It was of no use anyway.
    }
  }
}
