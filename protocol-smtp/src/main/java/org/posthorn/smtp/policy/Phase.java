package org.posthorn.smtp.policy;

/// The steps at which checks are made.
public enum Phase {
  CONNECT("connect"),
  HELO("helo"),
  MAIL("mail"),
  RCPT("rcpt"),
  DATA("data"),
  /// The message itself on its way in: the client and the network set the pace, no checks are made.
  RECEIVE("receive"),
  END_OF_DATA("end_of_data"),
  /// From the last check to the last disk.
  STORE("store");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  /// How it is called in the log.
  public String word() {
    return word;
  }
}
