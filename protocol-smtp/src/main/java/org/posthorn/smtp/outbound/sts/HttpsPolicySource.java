package org.posthorn.smtp.outbound.sts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.posthorn.smtp.outbound.client.Watchdog;

/// Fetches policies by HTTPS from `mta-sts.` and the domain (RFC 8461 §3.3): a certificate of a
/// trusted authority for that name, no redirection, at most 64 KB, at most a minute.
///
/// Names are looked up by our own DNS, as for everything else that leaves; the resolver of the JDK
/// has no time limit and would keep a carrier thread.
public final class HttpsPolicySource implements PolicySource {
  private static final int MAX_SIZE = 64 * 1024;
  private static final int MAX_HEADER = 16 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration ALL = Duration.ofMinutes(1);

  private final Function<String, List<InetAddress>> addresses;
  private final SSLContext tls;
  private final Watchdog watchdog;
  private final int port;

  /// @param addresses finds the addresses of a host, none where there are none
  /// @param authorities who must vouch for certificates
  /// @param port 443 in the world
  public HttpsPolicySource(
      Function<String, List<InetAddress>> addresses,
      X509TrustManager authorities,
      Watchdog watchdog,
      int port) {
    this.addresses = addresses;
    this.watchdog = watchdog;
    this.port = port;
    try {
      tls = SSLContext.getInstance("TLS");
      tls.init(null, new X509TrustManager[] {authorities}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String fetch(String domain) throws IOException {
    String host = "mta-sts." + domain;
    IOException last = new IOException("no address of " + host);
    for (InetAddress address : addresses.apply(host)) {
      try {
        return fetch(host, address);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private String fetch(String host, InetAddress address) throws IOException {
    try (Socket plain = new Socket();
        Watchdog.Watch _ = watchdog.watch(plain, ALL)) {
      plain.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
      SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      String request =
          "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: "
              + host
              + "\r\nUser-Agent: Posthorn\r\nAccept: text/plain\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return response(socket.getInputStream());
    }
  }

  private static String response(InputStream in) throws IOException {
    String status = line(in, MAX_HEADER);
    // RFC 8461 §3.3: anything but 200 is a failure, redirections too.
    if (!status.matches("HTTP/1\\.[01] 200( .*)?")) {
      throw new IOException("the server answers: " + status);
    }
    boolean chunked = false;
    boolean plain = false;
    long length = -1;
    int room = MAX_HEADER;
    for (String field = line(in, room); !field.isEmpty(); field = line(in, room)) {
      room -= field.length();
      String low = field.toLowerCase(Locale.ROOT).replace(" ", "");
      chunked |= low.equals("transfer-encoding:chunked");
      plain |= low.matches("content-type:text/plain(;.*)?");
      length =
          low.matches("content-length:[0-9]{1,9}") ? Long.parseLong(low.substring(15)) : length;
    }
    if (!plain) {
      throw new IOException("the policy is not text/plain");
    }
    if (length > MAX_SIZE) {
      throw tooLarge();
    }
    return chunked ? chunks(in) : body(in, length);
  }

  private static String body(InputStream in, long length) throws IOException {
    byte[] all = in.readNBytes(length < 0 ? MAX_SIZE + 1 : (int) length);
    if (all.length > MAX_SIZE) {
      throw tooLarge();
    }
    if (length >= 0 && all.length < length) {
      throw new IOException("the policy is cut off");
    }
    return new String(all, StandardCharsets.UTF_8);
  }

  private static String chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      String size = line(in, 256).replaceFirst(";.*", "").strip();
      if (!size.matches("[0-9A-Fa-f]{1,5}")) {
        throw new IOException("a chunk without a size");
      }
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        return all.toString(StandardCharsets.UTF_8);
      }
      if (all.size() + length > MAX_SIZE) {
        throw tooLarge();
      }
      byte[] chunk = in.readNBytes(length);
      all.write(chunk);
      if (chunk.length < length || !line(in, 2).isEmpty()) {
        throw new IOException("the policy is cut off");
      }
    }
  }

  private static IOException tooLarge() {
    return new IOException("the policy has more than " + MAX_SIZE + " octets");
  }

  private static String line(InputStream in, int max) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the answer is cut off");
      }
      if (b == '\n') {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
            ? line.substring(0, end - 1)
            : line.toString();
      }
      if (line.length() > max) {
        throw new IOException("the answer has too long a header");
      }
      line.append((char) b);
    }
  }
}
