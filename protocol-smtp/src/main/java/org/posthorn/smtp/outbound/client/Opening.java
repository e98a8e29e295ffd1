package org.posthorn.smtp.outbound.client;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.posthorn.smtp.outbound.client.ClientException.Kind;

/// What comes before the first message: greeting, EHLO, TLS, EHLO again, login.
final class Opening {
  private final SmtpConnection connection;
  private final Wire wire;
  private final TlsClient tls;
  private final TlsDemand demand;
  private final TlsResult.Clear whyClear;
  private final Target target;
  private final ClientTimeouts timeouts;
  private final String helo;

  Opening(
      SmtpConnection connection,
      Wire wire,
      TlsClient tls,
      TlsDemand demand,
      TlsResult.Clear whyClear) {
    this.connection = connection;
    this.wire = wire;
    this.tls = tls;
    this.demand = demand;
    this.whyClear = whyClear;
    this.target = connection.target();
    this.timeouts = connection.settings().timeouts();
    this.helo = connection.settings().helo();
  }

  void run() throws ClientException {
    connection.isClear(whyClear);
    if (target.implicitTls()) {
      handshake();
    }
    PeerReply greeting = wire.reply("the connection", timeouts.greeting());
    if (greeting.code() != 220) {
      throw ClientException.said(Kind.REFUSED, "greeted with " + greeting.code(), greeting);
    }
    hello();
    if (!target.implicitTls() && !(demand instanceof TlsDemand.None)) {
      startTls();
    }
    if (target.login().isPresent()) {
      login(target.login().get());
    }
  }

  private void hello() throws ClientException {
    boolean lmtp = target.protocol() == Target.Protocol.LMTP;
    String verb = lmtp ? "LHLO" : "EHLO";
    PeerReply reply = ask(verb + " " + helo, verb);
    if (reply.isPositive()) {
      connection.can(Capabilities.of(reply));
      return;
    }
    // RFC 5321 §3.2: a server that does not know EHLO is asked with HELO.
    if (reply.isPermanent() && !lmtp) {
      PeerReply old = ask("HELO " + helo, "HELO");
      if (old.isPositive()) {
        connection.can(Capabilities.NONE);
        return;
      }
      reply = old;
    }
    throw ClientException.said(Kind.REFUSED, "refused at " + verb, reply);
  }

  private PeerReply ask(String command, String name) throws ClientException {
    wire.command(command, timeouts.command());
    return wire.reply(name, timeouts.command());
  }

  private void startTls() throws ClientException {
    if (!connection.capabilities().startTls()) {
      noTls("STARTTLS is not offered", Optional.empty());
      return;
    }
    PeerReply reply = ask("STARTTLS", "STARTTLS");
    if (reply.code() != 220) {
      noTls("STARTTLS is refused: " + reply.text(), Optional.of(reply));
      return;
    }
    handshake();
    hello();
  }

  /// The server cannot: an end where TLS is demanded.
  private void noTls(String why, Optional<PeerReply> reply) throws ClientException {
    if (demand.isStrict()) {
      throw reply.isPresent()
          ? ClientException.tls(TlsFailure.STARTTLS_NOT_SUPPORTED, why, reply.get())
          : ClientException.tls(TlsFailure.STARTTLS_NOT_SUPPORTED, why);
    }
    connection.isClear(new TlsResult.Clear(why, reply.map(_ -> TlsFailure.STARTTLS_NOT_SUPPORTED)));
  }

  private void handshake() throws ClientException {
    SSLSession session;
    try {
      session = wire.within(timeouts.greeting(), "during the TLS handshake", this::negotiate);
    } catch (ClientException e) {
      throw ClientException.tls(TlsFailure.VALIDATION_FAILURE, e.reason());
    }
    List<X509Certificate> chain = TlsClient.chain(session);
    if (demand instanceof TlsDemand.Verify(CertificateCheck check)) {
      Optional<CertificateCheck.Objection> objection = check.objection(chain);
      if (objection.isPresent()) {
        throw ClientException.tls(objection.get().failure(), objection.get().detail());
      }
    }
    connection.isSecured(session, chain, demand);
  }

  private SSLSession negotiate() throws IOException {
    SSLSocket socket = tls.wrap(wire.plain(), target.host(), target.port());
    socket.startHandshake();
    wire.upgrade(socket);
    return socket.getSession();
  }

  private void login(Login login) throws ClientException {
    if (!(connection.tls() instanceof TlsResult.Secured)) {
      throw ClientException.tls(
          TlsFailure.STARTTLS_NOT_SUPPORTED, "no login without TLS, and there is none");
    }
    new LoginExchange(wire, timeouts.command()).run(login, connection.capabilities().mechanisms());
  }
}
