package org.posthorn.smtp.outbound.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/// A script that behaves as SMTP wants it, with answers that can be changed one by one.
public final class GoodServer implements ScriptedServer.Script {
  private final List<String> capabilities;
  private Function<String, Optional<String>> answers = _ -> Optional.empty();
  private Optional<SSLContext> tls = Optional.empty();
  private String[] protocols = {};
  private boolean implicit;
  private boolean lmtp;

  private GoodServer(List<String> capabilities) {
    this.capabilities = List.copyOf(capabilities);
  }

  /// A server with these keywords; none means that it knows only HELO.
  public static GoodServer with(String... capabilities) {
    return new GoodServer(List.of(capabilities));
  }

  /// A server as they mostly are.
  public static GoodServer common() {
    return with(
        "PIPELINING", "SIZE 10000000", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES");
  }

  /// Offers STARTTLS.
  public GoodServer withTls(SSLContext context, String... versions) {
    tls = Optional.of(context);
    protocols = versions;
    return this;
  }

  /// TLS from the first octet.
  public GoodServer withImplicitTls(SSLContext context) {
    tls = Optional.of(context);
    implicit = true;
    return this;
  }

  /// Speaks LMTP.
  public GoodServer asLmtp() {
    lmtp = true;
    return this;
  }

  /// Answers commands that begin so with this.
  public GoodServer answering(Map<String, String> byPrefix) {
    return answering(
        command ->
            byPrefix.entrySet().stream()
                .filter(e -> command.startsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst());
  }

  /// Answers commands with what the function says, else as usual; `.` is the end of a message.
  public GoodServer answering(Function<String, Optional<String>> function) {
    answers = function;
    return this;
  }

  @Override
  public void play(ScriptedServer.Peer peer) throws IOException {
    if (implicit) {
      peer.tls(tls.orElseThrow(), protocols);
    }
    peer.say(answers.apply("").orElse("220 good.test ESMTP"));
    List<String> recipients = new ArrayList<>();
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    while (true) {
      String command = peer.command();
      String verb = command.split(" ")[0].toUpperCase(Locale.ROOT);
      Optional<String> said = answers.apply(command);
      if (verb.equals("BDAT")) {
        chunks.write(peer.octets(Integer.parseInt(command.split(" ")[1])));
        boolean last = command.endsWith("LAST");
        if (last) {
          peer.note(chunks.toByteArray());
          chunks.reset();
        }
        confirm(peer, last ? recipients : List.of(), said);
        continue;
      }
      if (said.isPresent()) {
        peer.say(said.get());
        if (said.get().startsWith("421")) {
          return;
        }
        continue;
      }
      switch (verb) {
        case "EHLO" -> hello(peer, !lmtp);
        case "LHLO" -> hello(peer, lmtp);
        case "STARTTLS" -> {
          peer.say("220 go on");
          peer.tls(tls.orElseThrow(), protocols);
        }
        case "RCPT" -> {
          recipients.add(command);
          peer.say("250 2.1.5 ok");
        }
        case "DATA" -> data(peer, recipients);
        case "MAIL", "RSET" -> {
          recipients.clear();
          peer.say("250 2.1.0 ok");
        }
        case "QUIT" -> {
          peer.say("221 bye");
          return;
        }
        default -> peer.say("250 ok");
      }
    }
  }

  private void hello(ScriptedServer.Peer peer, boolean known) throws IOException {
    if (!known || capabilities.isEmpty()) {
      peer.say("502 what?");
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("250-good.test");
    if (tls.isPresent() && !peer.isSecure()) {
      lines.add("250-STARTTLS");
    }
    capabilities.forEach(word -> lines.add("250-" + word));
    lines.add("250 HELP");
    peer.say(lines.toArray(String[]::new));
  }

  private void data(ScriptedServer.Peer peer, List<String> recipients) throws IOException {
    if (recipients.isEmpty()) {
      peer.say("554 5.5.1 no recipients");
      return;
    }
    peer.say("354 go on");
    peer.message();
    confirm(peer, recipients, answers.apply("."));
  }

  private void confirm(ScriptedServer.Peer peer, List<String> recipients, Optional<String> said)
      throws IOException {
    if (!lmtp || recipients.isEmpty()) {
      peer.say(said.orElse("250 2.0.0 taken"));
    } else {
      for (String recipient : recipients) {
        peer.say(answers.apply(". " + recipient).orElse(said.orElse("250 2.0.0 taken")));
      }
    }
  }
}
