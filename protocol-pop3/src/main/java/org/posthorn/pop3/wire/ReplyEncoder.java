package org.posthorn.pop3.wire;

import java.io.IOException;
import java.util.Optional;
import org.posthorn.pop3.command.Capability;
import org.posthorn.pop3.command.Language;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.command.ResponseCode;
import org.posthorn.protocol.frame.Output;

/// Writes replies (RFC 1939 §3): the only place that knows how. Stateless.
///
/// Listings are written line by line as they are read, so that a hundred thousand messages cost no
/// memory. No line of ours begins with a dot, so none of them needs stuffing; messages are
/// [MessageWriter]'s.
public final class ReplyEncoder {
  /// RFC 1939 §3: 512 octets with status and line end.
  private static final int MAX_TEXT = 480;

  private static final String END = ".\r\n";

  private ReplyEncoder() {}

  /// Writes a reply; it is sent when the session's output is flushed.
  public static void write(Reply reply, Output out) throws IOException {
    switch (reply) {
      case Reply.Ok(String text) -> out.ascii(ok(text));
      case Reply.Negative negative -> out.ascii(text(negative));
      case Reply.DropListing(int messages, long octets) -> {
        out.ascii("+OK ");
        pair(messages, octets, out);
      }
      case Reply.ScanListing(var message, long octets) -> {
        out.ascii("+OK ");
        pair(message.value(), octets, out);
      }
      case Reply.ScanListings listings -> scanListings(listings, out);
      case Reply.UniqueIdListing listing -> {
        out.ascii("+OK ");
        uniqueId(listing, out);
      }
      case Reply.UniqueIdListings listings -> uniqueIdListings(listings, out);
      case Reply.Capabilities capabilities -> capabilities(capabilities, out);
      case Reply.Mechanisms mechanisms -> mechanisms(mechanisms, out);
      case Reply.Languages languages -> languages(languages, out);
      case Reply.LanguageChosen(Language language) ->
          out.ascii(ok(language.tag() + " " + language.description()));
      case Reply.MessageFollows(Optional<Long> octets) ->
          out.ascii(ok(octets.map(n -> n + " octets").orElse("Message follows")));
    }
  }

  /// A refusal as it is written, in ASCII.
  public static String text(Reply.Negative reply) {
    return switch (reply) {
      case Reply.Refused(Optional<ResponseCode> code, String text) ->
          "-ERR " + code.map(c -> "[" + c.text() + "] ").orElse("") + line(text);
      case Reply.Bad(String text) -> "-ERR " + line(text);
    };
  }

  private static String ok(String text) {
    return "+OK " + line(text);
  }

  private static String line(String text) {
    StringBuilder line = new StringBuilder(text.length() + 2);
    int length = Math.min(text.length(), MAX_TEXT);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      line.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return line.append("\r\n").toString();
  }

  private static void pair(long first, long second, Output out) throws IOException {
    out.number(first);
    out.write(' ');
    out.number(second);
    out.crlf();
  }

  private static void scanListings(Reply.ScanListings listings, Output out) throws IOException {
    out.ascii(ok(listings.messages() + " messages, " + listings.octets() + " octets"));
    for (Reply.ScanListing listing : listings.lines()) {
      pair(listing.message().value(), listing.octets(), out);
    }
    out.ascii(END);
  }

  private static void uniqueIdListings(Reply.UniqueIdListings listings, Output out)
      throws IOException {
    out.ascii(ok("Unique ids follow"));
    for (Reply.UniqueIdListing listing : listings.lines()) {
      uniqueId(listing, out);
    }
    out.ascii(END);
  }

  private static void uniqueId(Reply.UniqueIdListing listing, Output out) throws IOException {
    out.number(listing.message().value());
    out.write(' ');
    out.ascii(listing.uniqueId());
    out.crlf();
  }

  private static void capabilities(Reply.Capabilities capabilities, Output out) throws IOException {
    out.ascii(ok("Capabilities follow"));
    for (Capability capability : capabilities.list()) {
      out.ascii(capability.tag());
      for (String argument : capability.arguments()) {
        out.write(' ');
        out.ascii(argument);
      }
      out.crlf();
    }
    out.ascii(END);
  }

  private static void mechanisms(Reply.Mechanisms mechanisms, Output out) throws IOException {
    out.ascii(ok("Mechanisms follow"));
    for (String name : mechanisms.names()) {
      out.ascii(name);
      out.crlf();
    }
    out.ascii(END);
  }

  private static void languages(Reply.Languages languages, Output out) throws IOException {
    out.ascii(ok("Languages follow"));
    for (Language language : languages.list()) {
      out.ascii(language.tag() + " " + line(language.description()));
    }
    out.ascii(END);
  }
}
