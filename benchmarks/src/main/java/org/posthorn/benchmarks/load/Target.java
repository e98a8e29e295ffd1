package org.posthorn.benchmarks.load;

/// The server under load; its accounts are `u0`, `u1`, … of one domain with one password.
///
/// @param host where it is
/// @param smtp its SMTP port
/// @param imap its IMAP port
/// @param pop3 its POP3 port
/// @param domain the accounts' domain
/// @param password their password
record Target(String host, int smtp, int imap, int pop3, String domain, String password) {
  String user(int number) {
    return "u" + number + "@" + domain;
  }

  /// LOGIN's arguments.
  String login(int number) {
    return user(number) + " \"" + password + "\"";
  }
}
