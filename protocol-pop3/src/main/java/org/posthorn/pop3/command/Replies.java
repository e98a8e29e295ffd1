package org.posthorn.pop3.command;

import java.util.Optional;

/// The catalogue of answers. Texts are for people who look into their client's log: plain words,
/// nothing of what the client sent, nothing about causes within the server.
public final class Replies {
  public static final Reply USER_OK = new Reply.Ok("Send the password");
  public static final Reply NOOP_OK = new Reply.Ok("Still here");
  public static final Reply UTF8_OK = new Reply.Ok("UTF-8 it is");
  public static final Reply BEGIN_TLS = new Reply.Ok("Begin TLS");
  public static final Reply GOODBYE = new Reply.Ok("Goodbye");

  public static final Reply UNKNOWN_COMMAND = new Reply.Bad("Unknown command");
  public static final Reply BAD_CHARACTERS =
      new Reply.Bad("A command is UTF-8 without control characters");
  public static final Reply LINE_TOO_LONG = new Reply.Bad("Line too long");
  public static final Reply LOGIN_FIRST = new Reply.Bad("Log in first");
  public static final Reply LOGGED_IN = new Reply.Bad("Logged in already");
  public static final Reply USER_FIRST = new Reply.Bad("Send USER right before PASS");
  public static final Reply TLS_ACTIVE = new Reply.Bad("TLS is active already");
  public static final Reply TLS_AFTER_UTF8 = new Reply.Bad("Send STLS before UTF8");
  public static final Reply SESSION_OVER = new Reply.Bad("The session is over");
  public static final Reply MESSAGE_ZERO = new Reply.Bad("Message numbers begin with 1");

  public static final Reply.Negative NO_TLS = refused("TLS is not available here");
  public static final Reply.Negative NO_APOP = refused("APOP is not available here");
  public static final Reply.Negative NEEDS_TLS = refused("Passwords need TLS: send STLS first");
  public static final Reply.Negative UNKNOWN_MECHANISM = refused("This mechanism is not available");
  public static final Reply.Negative AUTH_CANCELLED = refused("Login given up");
  public static final Reply AUTH_MALFORMED = new Reply.Bad("Not a response of this mechanism");
  public static final Reply.Negative AUTH_FAILED =
      refused(ResponseCode.AUTH, "Wrong name or password");
  public static final Reply.Negative AUTH_NOT_ALLOWED =
      refused(ResponseCode.AUTH, "This account may not use POP3");
  public static final Reply.Negative AUTH_UNAVAILABLE =
      refused(ResponseCode.SYS_TEMP, "Cannot check logins now; try again later");
  public static final Reply.Negative AUTH_TOO_MANY =
      refused(ResponseCode.SYS_TEMP, "Too many failed logins from your address; try again later");
  public static final Reply.Negative MAILDROP_IN_USE =
      refused(ResponseCode.IN_USE, "Another session has this maildrop");

  public static final Reply.Negative NO_SUCH_MESSAGE = refused("No such message");
  public static final Reply.Negative MARKED = refused("This message is marked as deleted");
  public static final Reply.Negative GONE = refused("Another client has removed this message");
  public static final Reply.Negative NO_SUCH_LANGUAGE =
      refused("Not a language that is known here");
  public static final Reply.Negative NOT_REMOVED =
      refused(ResponseCode.SYS_TEMP, "Some deleted messages were not removed");
  public static final Reply.Negative LOCK_LOST =
      refused(ResponseCode.SYS_TEMP, "The maildrop's lock was lost; nothing was removed");

  public static final Reply.Negative SHUTTING_DOWN =
      refused(ResponseCode.SYS_TEMP, "Shutting down; connect again later");
  public static final Reply.Negative LOGIN_TIMEOUT = refused("No login for too long; goodbye");
  public static final Reply.Negative TOO_SLOW = refused("Too slow; goodbye");
  public static final Reply.Negative TOO_MANY_ERRORS = refused("Too many errors; goodbye");
  public static final Reply.Negative INTERNAL_ERROR =
      refused(ResponseCode.SYS_TEMP, "Internal error; goodbye");
  public static final Reply.Negative TOO_MANY_CONNECTIONS =
      refused(ResponseCode.SYS_TEMP, "Too many connections; connect again later");
  public static final Reply.Negative TOO_MANY_FROM_ADDRESS =
      refused(ResponseCode.SYS_TEMP, "Too many connections from your address");

  private Replies() {}

  /// The first word. It has no timestamp, which would offer APOP (RFC 1939 §7).
  public static Reply greeting(String hostname) {
    return new Reply.Ok(hostname + " POP3 server ready");
  }

  /// The arguments are not those of the command.
  public static Reply usage(Verb verb) {
    return new Reply.Bad("Write it so: " + verb.usage());
  }

  /// The client is in, and sees so many messages.
  public static Reply welcome(int messages) {
    return new Reply.Ok("Logged in, " + count(messages));
  }

  public static Reply deleted(MessageNumber message) {
    return new Reply.Ok("Message " + message.value() + " marked");
  }

  public static Reply reset(int messages) {
    return new Reply.Ok("No marks left, " + count(messages));
  }

  public static Reply goodbye(long removed) {
    return new Reply.Ok("Goodbye, " + count(removed) + " removed");
  }

  /// The store says no, in words that may be shown.
  public static Reply.Negative refused(ResponseCode code, String text) {
    return new Reply.Refused(Optional.of(code), text);
  }

  /// Something went wrong that nobody had thought of.
  public static Reply serverBug(String errorId) {
    return refused(ResponseCode.SYS_TEMP, "Internal error " + errorId);
  }

  private static Reply.Negative refused(String text) {
    return new Reply.Refused(Optional.empty(), text);
  }

  private static String count(long messages) {
    return messages == 1 ? "1 message" : messages + " messages";
  }
}
