package org.posthorn.auth.dns;

/// How a [ZoneServer] treats a question.
public enum Behaviour {
  /// As the zone says.
  ANSWER,
  /// Never.
  SILENT,
  /// When the test says so: [ZoneServer#release].
  HELD,
  /// By UDP only that the answer is too long; by TCP all of it.
  TRUNCATED,
  /// By UDP and by TCP that it is too long.
  TRUNCATED_ALWAYS,
  SERVFAIL,
  REFUSED,
  NXDOMAIN,
  /// With the number of another question.
  WRONG_ID,
  /// An answer to a question that was not asked.
  WRONG_QUESTION,
  /// Octets that are no message, behind a right number.
  GARBAGE,
  /// With FORMERR to whatever has EDNS.
  NO_EDNS,
  /// An empty answer with neither records nor an SOA.
  EMPTY,
  /// Where there is an alias, with that alone, as a server does that does not follow it.
  ALIAS_ONLY,
  /// Records of another name beside those asked for.
  POISON
}
