package org.posthorn.smtp.command;

import java.util.List;
import java.util.Optional;

/// The catalogue of answers: each text and its codes once. Texts tell a client what it can act on,
/// and nothing about this server's insides.
public final class Replies {
  /// The code with which the server ends a session (RFC 5321 §3.8).
  public static final int CLOSING = 421;

  public static final Reply OK = Reply.of(250, 0, 0, "OK");
  public static final Reply BYE = Reply.of(221, 0, 0, "Goodbye");
  public static final Reply READY_FOR_TLS = Reply.of(220, 0, 0, "Ready to start TLS");
  public static final Reply START_MAIL = Reply.of(354, "Start mail input; end with <CRLF>.<CRLF>");
  public static final Reply SENDER_OK = Reply.of(250, 1, 0, "Sender OK");
  public static final Reply RECIPIENT_OK = Reply.of(250, 1, 5, "Recipient OK");
  public static final Reply RESET = Reply.of(250, 0, 0, "Forgotten");
  public static final Reply AUTHENTICATED = Reply.of(235, 7, 0, "Authentication succeeded");
  public static final Reply CANNOT_VERIFY =
      Reply.of(252, 0, 0, "Not told; try to send and the answer will show");

  public static final Reply UNKNOWN_COMMAND = Reply.of(500, 5, 2, "Command not recognised");
  public static final Reply NOT_OFFERED = Reply.of(502, 5, 1, "Command not available here");
  public static final Reply LINE_TOO_LONG = Reply.of(500, 5, 2, "Line too long");
  public static final Reply BAD_CHARACTERS =
      Reply.of(500, 5, 2, "Command holds octets that are not allowed");
  public static final Reply BARE_LINE_FEED = Reply.of(500, 5, 2, "Lines must end with CRLF");
  public static final Reply NO_ARGUMENTS = Reply.of(501, 5, 4, "No arguments expected");
  public static final Reply SAY_HELLO = Reply.of(503, 5, 1, "Say EHLO first");
  public static final Reply SAY_LHLO = Reply.of(503, 5, 1, "Say LHLO first");
  public static final Reply ONLY_LHLO = Reply.of(500, 5, 1, "This is LMTP: say LHLO");
  public static final Reply NOT_FOR_YOU =
      Reply.of(554, 7, 1, "This service is not for your address");
  public static final Reply NESTED_MAIL = Reply.of(503, 5, 1, "Sender already given");
  public static final Reply NEED_MAIL = Reply.of(503, 5, 1, "MAIL first");
  public static final Reply NEED_RCPT = Reply.of(503, 5, 1, "RCPT first");
  public static final Reply MIXED_DATA = Reply.of(503, 5, 1, "BDAT has begun; no other commands");
  public static final Reply BINARY_NEEDS_BDAT =
      Reply.of(503, 5, 1, "BODY=BINARYMIME needs BDAT instead of DATA");
  public static final Reply ALREADY_TLS = Reply.of(503, 5, 1, "TLS is on already");
  public static final Reply TLS_ARGUMENTS = Reply.of(501, 5, 4, "STARTTLS takes no arguments");

  public static final Reply ALREADY_AUTHENTICATED = Reply.of(503, 5, 1, "Already authenticated");
  public static final Reply NOT_IN_TRANSACTION =
      Reply.of(503, 5, 1, "Not during a mail transaction");
  public static final Reply AUTH_REQUIRED = Reply.of(530, 7, 0, "Authentication required");
  public static final Reply TLS_REQUIRED =
      Reply.of(538, 7, 11, "Encryption required for this mechanism");
  public static final Reply AUTH_UNKNOWN_MECHANISM =
      Reply.of(504, 5, 4, "Mechanism not recognised");
  public static final Reply AUTH_FAILED = Reply.of(535, 7, 8, "Authentication failed");
  public static final Reply AUTH_CANCELLED = Reply.of(501, 7, 0, "Authentication cancelled");
  public static final Reply AUTH_MALFORMED =
      Reply.of(501, 5, 2, "Not valid base64, or not what the mechanism asks for");
  public static final Reply AUTH_UNAVAILABLE =
      Reply.of(454, 7, 0, "Temporary authentication failure");

  public static final Reply BAD_SENDER = Reply.of(501, 1, 7, "Bad sender address syntax");
  public static final Reply BAD_RECIPIENT = Reply.of(501, 1, 3, "Bad recipient address syntax");
  public static final Reply UTF8_ADDRESS =
      Reply.of(553, 6, 7, "Address needs SMTPUTF8, which was not asked for");
  public static final Reply NOT_YOUR_ADDRESS =
      Reply.of(553, 7, 1, "Sender address does not belong to this account");
  public static final Reply NO_SUCH_USER = Reply.of(550, 1, 1, "No such user here");
  public static final Reply RELAY_DENIED = Reply.of(550, 7, 1, "Relaying denied");
  public static final Reply NO_REMOTE =
      Reply.of(550, 7, 1, "This server does not send mail to other hosts");
  public static final Reply USER_DISABLED = Reply.of(450, 2, 1, "Mailbox takes no mail now");
  public static final Reply MAILBOX_FULL = Reply.of(452, 2, 2, "Mailbox full");
  public static final Reply LARGER_THAN_QUOTA =
      Reply.of(552, 2, 2, "Message larger than the mailbox may ever be");
  public static final Reply TOO_MANY_RECIPIENTS =
      Reply.of(452, 5, 3, "Too many recipients; send the rest in another transaction");

  public static final Reply MESSAGE_TOO_LARGE =
      Reply.of(552, 3, 4, "Message larger than this server takes");
  public static final Reply BARE_LINE_ENDS =
      Reply.of(554, 6, 0, "Message holds a CR or LF that is not part of CRLF");
  public static final Reply NUL_IN_MESSAGE = Reply.of(554, 6, 0, "Message holds NUL octets");
  public static final Reply LONG_TEXT_LINE = Reply.of(554, 6, 0, "Message holds an endless line");
  public static final Reply LOOP = Reply.of(554, 4, 6, "Too many hops; this message loops");
  public static final Reply REFUSED_BY_RECIPIENT =
      Reply.of(550, 7, 1, "Message refused for this recipient");

  public static final Reply LOCAL_ERROR = Reply.of(451, 3, 0, "Local error; try again later");
  public static final Reply DISK_FULL = Reply.of(452, 3, 1, "Out of storage; try again later");

  private Replies() {}

  /// What the server says first (RFC 5321 §3.1).
  public static Reply greeting(String host, String text) {
    return Reply.of(220, host + " " + text);
  }

  /// The answer to EHLO (RFC 5321 §4.1.1.1): the host, then a line for each extension.
  public static Reply extensions(List<String> lines) {
    return new Reply(250, Optional.empty(), lines);
  }

  /// The answer to HELO.
  public static Reply hello(String host) {
    return Reply.of(250, host);
  }

  /// A message is ours now.
  public static Reply accepted(String id) {
    return Reply.of(250, 0, 0, "OK; taken as " + id);
  }

  /// A part of a message has come (RFC 3030 §2).
  public static Reply chunk(long octets) {
    return Reply.of(250, 0, 0, octets + " octets taken");
  }

  /// An argument that breaks the syntax, with a hint at the right one.
  public static Reply badArguments(String usage) {
    return Reply.of(501, 5, 4, "Syntax: " + usage);
  }

  /// A parameter that is known, with a value that is not (RFC 5321 §4.1.1.11).
  public static Reply badParameter(String keyword) {
    return Reply.of(501, 5, 4, "Bad or repeated parameter " + keyword);
  }

  /// A parameter that no extension here defines (RFC 5321 §4.1.1.11).
  public static Reply unknownParameter(String keyword) {
    return Reply.of(555, 5, 4, "Parameter not recognised: " + keyword);
  }

  /// The server ends the session (RFC 5321 §3.8).
  public static Reply closing(String host, int subject, int detail, String why) {
    return Reply.of(CLOSING, subject, detail, host + " " + why);
  }

  /// Something unforeseen went wrong; the log has more under the id.
  public static Reply serverBug(String id) {
    return Reply.of(451, 3, 0, "Local error " + id + "; try again later");
  }
}
