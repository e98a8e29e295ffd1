package org.posthorn.imap.command;

import java.util.Locale;
import java.util.Optional;

/// The commands by name: the one list that state rules, CAPABILITY, metrics and documentation use.
public enum Verb {
  CAPABILITY(States.ANY, true, "RFC 9051 §6.1.1", ""),
  NOOP(States.ANY, true, "RFC 9051 §6.1.2", ""),
  LOGOUT(States.ANY, true, "RFC 9051 §6.1.3", ""),
  ID(States.ANY, true, "RFC 2971 §3.1", "ID"),

  STARTTLS(States.PRE_LOGIN, true, "RFC 9051 §6.2.1", "STARTTLS"),
  AUTHENTICATE(States.PRE_LOGIN, false, "RFC 9051 §6.2.2", "SASL-IR"),
  LOGIN(States.PRE_LOGIN, false, "RFC 9051 §6.2.3", ""),

  ENABLE(States.ACCOUNT, false, "RFC 9051 §6.3.1", "ENABLE"),
  SELECT(States.ACCOUNT, false, "RFC 9051 §6.3.2", ""),
  EXAMINE(States.ACCOUNT, false, "RFC 9051 §6.3.3", ""),
  CREATE(States.ACCOUNT, false, "RFC 9051 §6.3.4", "CREATE-SPECIAL-USE"),
  DELETE(States.ACCOUNT, false, "RFC 9051 §6.3.5", ""),
  RENAME(States.ACCOUNT, false, "RFC 9051 §6.3.6", ""),
  SUBSCRIBE(States.ACCOUNT, false, "RFC 9051 §6.3.7", ""),
  UNSUBSCRIBE(States.ACCOUNT, false, "RFC 9051 §6.3.8", ""),
  LIST(States.ACCOUNT, false, "RFC 9051 §6.3.9", ""),
  LSUB(States.ACCOUNT, false, "RFC 3501 §6.3.9", ""),
  NAMESPACE(States.ACCOUNT, false, "RFC 9051 §6.3.10", "NAMESPACE"),
  STATUS(States.ACCOUNT, false, "RFC 9051 §6.3.11", ""),
  APPEND(States.ACCOUNT, false, "RFC 9051 §6.3.12", ""),
  IDLE(States.ACCOUNT, false, "RFC 9051 §6.3.13", "IDLE"),

  CHECK(States.SELECTED, false, "RFC 3501 §6.4.1", ""),
  CLOSE(States.SELECTED, false, "RFC 9051 §6.4.1", ""),
  UNSELECT(States.SELECTED, false, "RFC 9051 §6.4.2", "UNSELECT"),
  EXPUNGE(States.SELECTED, false, "RFC 9051 §6.4.3", ""),
  UID_EXPUNGE(States.SELECTED, false, "RFC 9051 §6.4.9", "UIDPLUS"),
  SEARCH(States.SELECTED, false, "RFC 9051 §6.4.4", "WITHIN"),
  FETCH(States.SELECTED, false, "RFC 9051 §6.4.5", ""),
  STORE(States.SELECTED, false, "RFC 9051 §6.4.6", ""),
  COPY(States.SELECTED, false, "RFC 9051 §6.4.7", ""),
  MOVE(States.SELECTED, false, "RFC 9051 §6.4.8", "MOVE");

  /// In which states a command is allowed.
  public enum States {
    /// In all of them.
    ANY,
    /// Only before authentication.
    PRE_LOGIN,
    /// After authentication, with or without a selected mailbox.
    ACCOUNT,
    /// Only with a selected mailbox.
    SELECTED
  }

  private final States states;
  private final boolean beforeTls;
  private final String specification;
  private final String capability;
  private final String metricName;

  Verb(States states, boolean beforeTls, String specification, String capability) {
    this.states = states;
    this.beforeTls = beforeTls;
    this.specification = specification;
    this.capability = capability;
    this.metricName = name().toLowerCase(Locale.ROOT);
  }

  /// In which states it is allowed.
  public States states() {
    return states;
  }

  /// Whether it is allowed on a connection in the clear where clear-text login is refused.
  public boolean allowedBeforeTls() {
    return beforeTls;
  }

  /// RFC and section that define it.
  public String specification() {
    return specification;
  }

  /// The capability that announces the command or its extended form; empty for the basic protocol.
  public Optional<String> capability() {
    return capability.isEmpty() ? Optional.empty() : Optional.of(capability);
  }

  /// The value of the `command` label in metrics.
  public String metricName() {
    return metricName;
  }

  /// The words on the wire, `UID EXPUNGE` for instance.
  public String wireName() {
    return name().replace('_', ' ');
  }
}
