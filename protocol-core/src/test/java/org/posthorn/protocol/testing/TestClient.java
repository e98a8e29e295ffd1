package org.posthorn.protocol.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client on a raw socket. Text is sent and read as octets of the same value (ISO 8859-1). Reads
/// fail after ten seconds. It trusts every certificate.
public final class TestClient implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private boolean bytewise;

  private TestClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// Connects to a loopback port.
  public static TestClient connect(int port) throws IOException {
    return new TestClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /// Sends each octet in a packet of its own from now on.
  public TestClient bytewise() {
    bytewise = true;
    return this;
  }

  /// Sends text as it is, without a line end.
  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends octets.
  public void send(byte[] octets) throws IOException {
    if (!bytewise) {
      out.write(octets);
      out.flush();
      return;
    }
    for (byte octet : octets) {
      out.write(octet);
      out.flush();
    }
  }

  /// Sends text and CRLF.
  public void line(String text) throws IOException {
    send(text + "\r\n");
  }

  /// Reads a line; returns it without CRLF.
  ///
  /// @throws EOFException if the server closes before its end
  public String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("server closed after: " + line);
      }
      if (octet == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(octet);
    }
  }

  /// Reads a line and requires it to be this.
  public void expect(String expected) throws IOException {
    String line = readLine();
    if (!line.equals(expected)) {
      throw new AssertionError("expected: " + expected + "\nbut was:  " + line);
    }
  }

  /// Reads a line and requires it to begin so; returns the line.
  public String expectPrefix(String prefix) throws IOException {
    String line = readLine();
    if (!line.startsWith(prefix)) {
      throw new AssertionError("expected: " + prefix + "...\nbut was:  " + line);
    }
    return line;
  }

  /// Reads a number of octets.
  public byte[] read(int length) throws IOException {
    byte[] octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new EOFException("server closed after " + octets.length + " of " + length);
    }
    return octets;
  }

  /// Requires that the server closes without another octet; a reset counts too.
  public void expectClosed() throws IOException {
    int octet;
    try {
      octet = in.read();
    } catch (SocketException _) {
      return;
    }
    if (octet >= 0) {
      throw new AssertionError("expected the end but was: " + (char) octet + readLine());
    }
  }

  /// Reads until the server closes; returns how many octets came.
  public int readToEnd() throws IOException {
    int count = 0;
    try {
      while (in.read() >= 0) {
        count++;
      }
    } catch (SocketException _) {
      // A reset is an end too.
    }
    return count;
  }

  /// Does the handshake, and goes on in TLS.
  public void startTls() throws IOException {
    startTls("localhost", List.of("TLSv1.3", "TLSv1.2"));
  }

  /// The same, asking for a host name and offering versions.
  public void startTls(String serverName, List<String> versions) throws IOException {
    startTls(trustingContext(), serverName, versions);
  }

  /// The same within a context, whose sessions can be resumed.
  public void startTls(SSLContext context, String serverName, List<String> versions)
      throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, serverName, socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    tls.setSSLParameters(parameters);
    tls.setEnabledProtocols(versions.toArray(String[]::new));
    tls.setUseClientMode(true);
    tls.startHandshake();
    socket = tls;
    in = new BufferedInputStream(tls.getInputStream());
    out = tls.getOutputStream();
  }

  /// The socket; after [#startTls] an [SSLSocket].
  public Socket socket() {
    return socket;
  }

  /// The certificate that the server has shown.
  public X509Certificate certificate() throws IOException {
    return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
  }

  /// Says that nothing more will be sent; reading goes on.
  public void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// A context that trusts every certificate.
  public static SSLContext trustingContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
