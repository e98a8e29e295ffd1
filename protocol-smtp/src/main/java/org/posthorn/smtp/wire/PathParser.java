package org.posthorn.smtp.wire;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.command.ReversePath;

/// Reads the paths of MAIL and RCPT (RFC 5321 §4.1.2, RFC 6531 §3.3).
///
/// Local parts longer than the 64 octets of RFC 5321 §4.5.3.1.1 are in use by mailing lists, so
/// four times as much is taken.
final class PathParser {
  private static final int MAX_LOCAL = 256;
  private static final int MAX_DOMAIN = 255;
  private static final int MAX_LABEL = 63;
  private static final String POSTMASTER = "postmaster";
  private static final String IPV6_TAG = "IPv6:";
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern GENERAL =
      Pattern.compile("[A-Za-z0-9-]*[A-Za-z0-9]:[!-Z^-~]{1,200}");

  private final Cursor in;
  private final Reply fault;

  private PathParser(Cursor in, Reply fault) {
    this.in = in;
    this.fault = fault;
  }

  static ReversePath reversePath(Cursor in) throws SyntaxFault {
    PathParser parser = new PathParser(in, Replies.BAD_SENDER);
    parser.expect('<');
    if (in.skip('>')) {
      return new ReversePath.Null();
    }
    EnvelopeAddress address = parser.routedMailbox();
    parser.expect('>');
    return new ReversePath.Sender(address);
  }

  static ForwardPath forwardPath(Cursor in) throws SyntaxFault {
    PathParser parser = new PathParser(in, Replies.BAD_RECIPIENT);
    parser.expect('<');
    if (in.skipIgnoreCase(POSTMASTER + ">")) {
      return new ForwardPath.Postmaster();
    }
    EnvelopeAddress address = parser.routedMailbox();
    parser.expect('>');
    return new ForwardPath.Recipient(address);
  }

  /// Drops a source route: the address behind it is what counts (RFC 5321 §4.1.1.3, appendix C).
  private EnvelopeAddress routedMailbox() throws SyntaxFault {
    if (in.peek() == '@') {
      do {
        expect('@');
        host();
      } while (in.skip(','));
      expect(':');
    }
    String local = in.peek() == '"' ? quotedString() : dotString();
    check(!local.isEmpty() && utf8Length(local) <= MAX_LOCAL);
    expect('@');
    return new EnvelopeAddress(local, host());
  }

  private String dotString() throws SyntaxFault {
    int start = in.position();
    do {
      int atom = in.position();
      while (EnvelopeAddress.isAtext(in.peek())) {
        in.next();
      }
      check(in.position() > atom);
    } while (in.skip('.'));
    return in.since(start);
  }

  private String quotedString() throws SyntaxFault {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (in.peek() != '"') {
      in.skip('\\');
      check(in.peek() >= ' ');
      value.append(in.next());
    }
    expect('"');
    return value.toString();
  }

  private HostPart host() throws SyntaxFault {
    return in.skip('[') ? literal(in.until(']')) : domain();
  }

  private HostPart domain() throws SyntaxFault {
    int start = in.position();
    do {
      int label = in.position();
      while (isLabelCharacter(in.peek())) {
        in.next();
      }
      String text = in.since(label);
      check(!text.isEmpty() && text.length() <= MAX_LABEL);
      check(!text.startsWith("-") && !text.endsWith("-"));
    } while (in.skip('.'));
    String name = in.since(start);
    check(utf8Length(name) <= MAX_DOMAIN);
    return new HostPart.Domain(name);
  }

  private HostPart literal(String text) throws SyntaxFault {
    try {
      if (IPV4.matcher(text).matches()) {
        return new HostPart.IpLiteral(InetAddress.ofLiteral(text));
      }
      if (text.regionMatches(true, 0, IPV6_TAG, 0, IPV6_TAG.length())) {
        String address = text.substring(IPV6_TAG.length());
        check(address.indexOf(':') >= 0 && IPV6.matcher(address).matches());
        return new HostPart.IpLiteral(InetAddress.ofLiteral(address));
      }
    } catch (IllegalArgumentException _) {
      throw new SyntaxFault(fault);
    }
    check(GENERAL.matcher(text).matches());
    return new HostPart.GeneralLiteral(text);
  }

  /// Underscores are no part of host names, but of domains in use.
  private static boolean isLabelCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c >= 0xA0;
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void expect(char c) throws SyntaxFault {
    check(in.skip(c));
  }

  private void check(boolean right) throws SyntaxFault {
    if (!right) {
      throw new SyntaxFault(fault);
    }
  }
}
