package org.posthorn.smtp.outbound.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.posthorn.smtp.outbound.client.ClientException.Kind;

/// Logs in to a server (RFC 4954), by SCRAM-SHA-256, PLAIN or LOGIN: the first of them that it
/// offers. Only ever used inside TLS.
final class LoginExchange {
  private static final int CONTINUE = 334;
  private static final int DONE = 235;

  private final Wire wire;
  private final Duration time;

  LoginExchange(Wire wire, Duration time) {
    this.wire = wire;
    this.time = time;
  }

  /// @throws ClientException where the server says no, or knows none of the mechanisms
  void run(Login login, Set<String> mechanisms) throws ClientException {
    PeerReply reply;
    if (mechanisms.contains("SCRAM-SHA-256")) {
      reply = scram(login);
    } else if (mechanisms.contains("PLAIN")) {
      String message = "\0" + login.user() + "\0" + login.password().reveal();
      reply = ask("AUTH PLAIN " + base64(message));
    } else if (mechanisms.contains("LOGIN")) {
      reply = loginMechanism(login);
    } else {
      throw ClientException.of(Kind.LOGIN, "the server offers no way to log in that we know");
    }
    if (reply.code() != DONE) {
      throw ClientException.said(Kind.LOGIN, "login refused", reply);
    }
  }

  private PeerReply loginMechanism(Login login) throws ClientException {
    PeerReply reply = ask("AUTH LOGIN");
    if (reply.code() == CONTINUE) {
      reply = ask(base64(login.user()));
    }
    return reply.code() == CONTINUE ? ask(base64(login.password().reveal())) : reply;
  }

  private PeerReply scram(Login login) throws ClientException {
    ScramDialogue scram = new ScramDialogue(login);
    PeerReply challenge = ask("AUTH SCRAM-SHA-256 " + base64(scram.first()));
    if (challenge.code() != CONTINUE) {
      return challenge;
    }
    PeerReply verdict = ask(base64(scram.answer(decoded(challenge))));
    if (verdict.code() == CONTINUE) {
      scram.requireProof(decoded(verdict));
      return ask("");
    }
    if (verdict.code() == DONE) {
      // RFC 4954 §4: the server's last word may have come with 334 only.
      throw ClientException.of(Kind.LOGIN, "the server does not show that it knows the password");
    }
    return verdict;
  }

  private PeerReply ask(String line) throws ClientException {
    wire.command(line, time);
    return wire.reply("AUTH", time);
  }

  private static String decoded(PeerReply reply) throws ClientException {
    try {
      byte[] octets = Base64.getDecoder().decode(reply.lines().getFirst().strip());
      return new String(octets, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw ClientException.of(Kind.BABBLE, "a challenge that is no base64");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
