package org.posthorn.smtp.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.policy.TraceField;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.Role;

/// The header fields that the server puts in front of a message (RFC 5321 §4.4): Return-Path and
/// Delivered-To for each recipient, then what the checks added, Received, and on submission the
/// Date and Message-ID that the client left out (RFC 6409 §8.1, §8.2).
///
/// All values have been through parsers that let no control character pass; what a client chose
/// freely (its EHLO name) is written only where it is a valid name, else as a comment.
public final class TraceHeader {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern LITERAL = Pattern.compile("\\[[A-Za-z0-9:.-]{2,80}]");
  private static final String CRLF = "\r\n";
  private static final String FOLD = "\r\n\t";

  private final InboundMessage message;
  private final byte[] shared;

  /// How the fields are written.
  ///
  /// @param hostname the name of this host
  /// @param zone for the dates
  /// @param hideSubmitters whether it is left out where users are who submit mail
  public record Style(String hostname, ZoneId zone, boolean hideSubmitters) {}

  TraceHeader(InboundMessage message, Style style) {
    this.message = message;
    StringBuilder text = new StringBuilder(512);
    message.findings().fields().forEach(field -> append(text, field));
    String date = DATE.format(message.receivedAt().atZone(style.zone()));
    received(text, style, date);
    if (message.client().role() == Role.SUBMISSION) {
      if (!message.facts().hasDate()) {
        text.append("Date: ").append(date).append(CRLF);
      }
      if (!message.facts().hasMessageId()) {
        text.append("Message-ID: <").append(message.id()).append('@').append(style.hostname());
        text.append('>').append(CRLF);
      }
    }
    this.shared = text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The fields in front of the message as one recipient here gets it.
  byte[] forRecipient(String deliveredTo) {
    // RFC 5321 §4.4: Return-Path only at final delivery, and first.
    String own =
        "Return-Path: <"
            + message.envelope().sender().wire()
            + ">"
            + CRLF
            + "Delivered-To: "
            + deliveredTo
            + CRLF;
    ByteArrayOutputStream out = new ByteArrayOutputStream(own.length() + shared.length);
    out.writeBytes(own.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(shared);
    return out.toByteArray();
  }

  /// The fields in front of the message as it goes on to another host.
  byte[] forRelay() {
    return shared.clone();
  }

  private void received(StringBuilder text, Style style, String date) {
    List<String> clauses = new ArrayList<>();
    if (message.client().role() != Role.SUBMISSION || !style.hideSubmitters()) {
      clauses.add("from " + client());
    }
    clauses.add(
        "by " + style.hostname() + " (Posthorn) with " + protocol() + " id " + message.id());
    message.client().tls().ifPresent(tls -> clauses.add(comment(tls)));
    List<Envelope.Recipient> recipients = message.envelope().recipients();
    if (recipients.size() == 1) {
      // RFC 5321 §7.2: with several, it would tell each about the others.
      clauses.add("for <" + recipients.getFirst().path().wire() + ">");
    }
    text.append("Received: ").append(String.join(FOLD, clauses));
    text.append(';').append(FOLD).append(date).append(CRLF);
  }

  /// RFC 5321 §4.4 `Extended-Domain`.
  private String client() {
    String helo = message.identity().helo();
    String literal = HostPart.IpLiteral.of(message.client().address());
    boolean valid = HOST_NAME.matcher(helo).matches() || LITERAL.matcher(helo).matches();
    return valid ? helo + " (" + literal + ")" : literal + " (HELO " + commentText(helo) + ")";
  }

  private static String comment(Client.TlsSummary tls) {
    return "(using "
        + commentText(tls.version())
        + " with cipher "
        + commentText(tls.cipher())
        + ")";
  }

  /// RFC 3848, RFC 6531 §4.3.
  private String protocol() {
    if (!message.identity().extended()) {
      return "SMTP";
    }
    boolean lmtp = message.client().role() == Role.LMTP;
    boolean utf8 = message.envelope().parameters().smtpUtf8();
    return (utf8 ? "UTF8" : lmtp ? "" : "E")
        + (lmtp ? "LMTP" : "SMTP")
        + (message.client().tls().isPresent() ? "S" : "")
        + (message.identity().principal().isPresent() ? "A" : "");
  }

  private static String commentText(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      safe.append(c > ' ' && c <= '~' && c != '(' && c != ')' && c != '\\' ? c : '?');
    }
    return safe.toString();
  }

  /// Lines of a value that begin with a blank are folds as they are: signatures may cover them.
  private static void append(StringBuilder text, TraceField field) {
    text.append(field.name()).append(": ");
    String fold = "";
    for (String line : field.value().split("\\R", -1)) {
      if (!line.isBlank()) {
        boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        text.append(fold.isEmpty() ? "" : folded ? CRLF : FOLD);
        text.append(fold.isEmpty() ? line.strip() : line.stripTrailing());
        fold = FOLD;
      }
    }
    text.append(CRLF);
  }
}
