package org.posthorn.server.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Proves that the daemon works: sends a first message through its SMTP port and reads it back over
/// IMAP. A later run, which finds the message there already, only reads it.
final class FirstMessage {
  private static final String ID = "<welcome@example.test>";
  private static final String ALICE = "alice@" + TrialOptions.DOMAIN;
  private static final int TIMEOUT_MILLIS = 10_000;

  private final TrialOptions options;
  private final Path certificate;

  FirstMessage(TrialOptions options, Path certificate) {
    this.options = options;
    this.certificate = certificate;
  }

  /// @throws IOException where an answer is not what it should be
  void prove() throws IOException {
    if (!arrived()) {
      send();
      if (!arrived()) {
        throw new IOException("the first message was accepted, but is not in alice's INBOX");
      }
    }
  }

  private void send() throws IOException {
    try (Talk smtp = plain(25)) {
      smtp.expect("220 ");
      smtp.say("HELO localhost", "250 ");
      smtp.say("MAIL FROM:<postmaster@" + TrialOptions.DOMAIN + ">", "250 ");
      smtp.say("RCPT TO:<" + ALICE + ">", "250 ");
      smtp.say("DATA", "354 ");
      smtp.say(text(), "250 ");
      smtp.say("QUIT", "221 ");
    }
  }

  private static String text() {
    String date =
        ZonedDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.RFC_1123_DATE_TIME);
    return String.join(
        "\r\n",
        "From: Posthorn <postmaster@" + TrialOptions.DOMAIN + ">",
        "To: Alice <" + ALICE + ">",
        "Subject: Welcome to Posthorn",
        "Date: " + date,
        "Message-ID: " + ID,
        "",
        "Dear Alice,",
        "",
        "this message came in through SMTP and lies in the embedded store. You can read it",
        "over IMAP and POP3, answer it to bob@" + TrialOptions.DOMAIN + ", and find it again",
        "after the next start.",
        ".");
  }

  private boolean arrived() throws IOException {
    try (Talk imap = options.bind().isLoopbackAddress() ? plain(143) : tls(993)) {
      imap.expect("* OK ");
      imap.say("a LOGIN " + ALICE + " " + quoted(options.password()), "a OK ");
      imap.say("b EXAMINE INBOX", "b OK ");
      return imap.say("c SEARCH HEADER Message-ID " + quoted(ID), "c OK ")
          .lines()
          .anyMatch(line -> line.matches("\\* SEARCH( \\d+)+"));
    }
  }

  private Talk plain(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(options.bind(), options.port(port)), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new Talk(socket);
  }

  /// Beyond loopback no password goes over a line without TLS; the one certificate that is believed
  /// is the trial's own.
  private Talk tls(int port) throws IOException {
    Socket socket = trusting(certificate).createSocket(options.bind(), options.port(port));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new Talk(socket);
  }

  private static SSLSocketFactory trusting(Path certificate) throws IOException {
    try (InputStream pem = Files.newInputStream(certificate)) {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      anchors.setCertificateEntry(
          "own", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the trial's certificate", e);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// A line conversation with one of the daemon's ports.
  private static final class Talk implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Talk(Socket socket) throws IOException {
      this.socket = socket;
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    String say(String line, String expected) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      return expect(expected);
    }

    /// Everything up to the line that begins as expected; SMTP and tagged IMAP refusals end it too.
    String expect(String start) throws IOException {
      StringBuilder all = new StringBuilder();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        all.append(line).append('\n');
        if (line.startsWith(start)) {
          return all.toString();
        }
        if (line.matches("[45]\\d\\d .*|[a-z] (NO|BAD) .*")) {
          break;
        }
      }
      throw new IOException("expected \"" + start.strip() + "\", got: " + all.toString().strip());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
