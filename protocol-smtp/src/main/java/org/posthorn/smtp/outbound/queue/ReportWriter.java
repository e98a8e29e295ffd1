package org.posthorn.smtp.outbound.queue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.posthorn.smtp.command.RcptParameters.OriginalRecipient;
import org.posthorn.storage.blob.Content;

/// Writes delivery status notifications: a `multipart/report` (RFC 6522) of a text for people, the
/// fields for programs (RFC 3464, RFC 6533) and the message or its header. Thread-safe.
final class ReportWriter {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);
  private static final String CRLF = "\r\n";

  /// The most of a header that is looked at.
  private static final int MAX_HEADER = 256 * 1024;

  private static final int MAX_TEXT = 900;

  private final String hostname;
  private final ZoneId zone;
  private final long maxContent;

  /// @param hostname the name of this host
  /// @param maxContent octets of a message that come back; a larger one comes back as header only
  ReportWriter(String hostname, ZoneId zone, long maxContent) {
    this.hostname = hostname;
    this.zone = zone;
    this.maxContent = maxContent;
  }

  /// The whole message.
  ///
  /// @param id names the report itself
  byte[] write(Report report, String id, Instant now) {
    String boundary = "=_" + id.replaceAll("[^A-Za-z0-9]", "-") + "_" + hostname.length();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(out, header(report, id, boundary, now));
    text(out, part(boundary, "text/plain; charset=utf-8", "8bit") + people(report));
    String status = report.utf8() ? "message/global-delivery-status" : "message/delivery-status";
    text(out, part(boundary, status, report.utf8() ? "8bit" : "7bit") + fields(report));
    content(out, report, boundary);
    text(out, CRLF + "--" + boundary + "--" + CRLF);
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private String header(Report report, String id, String boundary, Instant now) {
    return "From: Mail Delivery System <MAILER-DAEMON@"
        + hostname
        + ">"
        + CRLF
        + "To: <"
        + report.sender()
        + ">"
        + CRLF
        + "Subject: "
        + subject(report.kind())
        + CRLF
        + "Date: "
        + date(now)
        + CRLF
        + "Message-ID: <"
        + id
        + "@"
        + hostname
        + ">"
        + CRLF
        + "Auto-Submitted: auto-replied"
        + CRLF // RFC 3834 §5
        + "MIME-Version: 1.0"
        + CRLF
        + "Content-Type: multipart/report; report-type=delivery-status;"
        + CRLF
        + "\tboundary=\""
        + boundary
        + "\""
        + CRLF
        + CRLF
        + "This is a report about a message, in MIME format."
        + CRLF;
  }

  private static String subject(Report.Kind kind) {
    return switch (kind) {
      case FAILED -> "Undelivered mail returned to sender";
      case DELAYED -> "Mail is delayed";
      case DELIVERED, RELAYED, EXPANDED -> "Mail was delivered";
    };
  }

  private static String part(String boundary, String type, String encoding) {
    return CRLF
        + "--"
        + boundary
        + CRLF
        + "Content-Type: "
        + type
        + CRLF
        + "Content-Transfer-Encoding: "
        + encoding
        + CRLF
        + CRLF;
  }

  private String people(Report report) {
    StringBuilder text = new StringBuilder(512);
    text.append("This is the mail server ").append(hostname).append('.').append(CRLF).append(CRLF);
    text.append(
            switch (report.kind()) {
              case FAILED -> "Your message could not be delivered to:";
              case DELAYED ->
                  "Your message waits. You need not send it again: it is tried further for:";
              case DELIVERED -> "Your message was delivered to:";
              case RELAYED ->
                  "Your message was handed to a server that sends no reports of its own, for:";
              case EXPANDED -> "Your message was delivered to a list, which sent it on:";
            })
        .append(CRLF);
    for (Report.Recipient recipient : report.recipients()) {
      text.append(CRLF).append("    <").append(line(recipient.address())).append('>').append(CRLF);
      text.append("    ").append(line(recipient.reason())).append(CRLF);
      recipient
          .retryUntil()
          .ifPresent(until -> text.append("    tried until ").append(date(until)).append(CRLF));
    }
    return text.append(CRLF)
        .append("The message was accepted on ")
        .append(date(report.arrivedAt()))
        .append(" as ")
        .append(report.name())
        .append('.')
        .append(CRLF)
        .toString();
  }

  /// RFC 3464 §2.2, §2.3.
  private String fields(Report report) {
    StringBuilder text = new StringBuilder(512);
    report.envid().ifPresent(id -> field(text, "Original-Envelope-Id", xtext(id)));
    field(text, "Reporting-MTA", "dns; " + hostname);
    field(text, "Arrival-Date", date(report.arrivedAt()));
    for (Report.Recipient recipient : report.recipients()) {
      text.append(CRLF);
      recipient
          .original()
          .ifPresent(original -> field(text, "Original-Recipient", originalText(original, report)));
      field(text, "Final-Recipient", address(recipient.address(), report.utf8()));
      field(text, "Action", report.kind().action());
      field(text, "Status", recipient.status().toString());
      recipient.host().ifPresent(host -> field(text, "Remote-MTA", "dns; " + ascii(host)));
      recipient.reply().ifPresent(reply -> field(text, "Diagnostic-Code", "smtp; " + ascii(reply)));
      field(text, "Last-Attempt-Date", date(recipient.at()));
      field(text, "Final-Log-ID", report.name());
      recipient.retryUntil().ifPresent(until -> field(text, "Will-Retry-Until", date(until)));
    }
    return text.toString();
  }

  private static void field(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append(CRLF);
  }

  private static String originalText(OriginalRecipient original, Report report) {
    return original.type().equalsIgnoreCase("utf-8")
        ? "utf-8; " + original.address()
        : original.type() + "; " + (report.utf8() ? original.address() : xtext(original.address()));
  }

  /// RFC 6533 §3: what is not ASCII has a type of its own, and a form in ASCII.
  private static String address(String address, boolean utf8) {
    if (isAscii(address)) {
      return "rfc822; " + line(address);
    }
    return "utf-8; " + (utf8 ? line(address) : unitext(address));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /// RFC 6533 §3 `utf-8-addr-unitext` in the form for transport in ASCII.
  private static String unitext(String address) {
    StringBuilder text = new StringBuilder();
    address
        .codePoints()
        .forEach(
            c -> {
              if (c > ' ' && c < 0x7f && c != '\\' && c != '+' && c != '=') {
                text.append((char) c);
              } else {
                text.append("\\x{").append("%02X".formatted(c)).append('}');
              }
            });
    return text.toString();
  }

  /// RFC 3461 §4.
  private static String xtext(String value) {
    StringBuilder text = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '+' && b != '=') {
        text.append((char) b);
      } else {
        text.append("+%02X".formatted(b & 0xff));
      }
    }
    return text.toString();
  }

  /// One line without control characters.
  private static String line(String text) {
    String clean = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT);
  }

  private static String ascii(String text) {
    return line(text).replaceAll("[^ -~]", "?");
  }

  private String date(Instant time) {
    return DATE.format(time.atZone(zone));
  }

  private void content(ByteArrayOutputStream out, Report report, String boundary) {
    Content message = report.message();
    boolean whole = report.full() && message.size() <= maxContent;
    byte[] octets =
        whole
            ? message.read(0, (int) message.size())
            : headerOf(message.read(0, (int) Math.min(message.size(), MAX_HEADER)));
    boolean global = report.utf8();
    String type =
        whole
            ? global ? "message/global" : "message/rfc822"
            : global ? "message/global-headers" : "text/rfc822-headers";
    text(out, part(boundary, type, isSevenBit(octets) ? "7bit" : "8bit"));
    out.writeBytes(octets);
  }

  /// Up to the empty line, or the last whole line that was looked at.
  private byte[] headerOf(byte[] start) {
    int most = (int) Math.min(start.length, maxContent);
    int end = 0;
    int line = 0;
    for (int i = 0; i < most; i++) {
      if (start[i] == '\n') {
        boolean empty = i == line || (i == line + 1 && start[line] == '\r');
        if (empty) {
          break;
        }
        line = i + 1;
        end = line;
      }
    }
    return java.util.Arrays.copyOf(start, end);
  }

  private static boolean isSevenBit(byte[] octets) {
    for (byte b : octets) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
