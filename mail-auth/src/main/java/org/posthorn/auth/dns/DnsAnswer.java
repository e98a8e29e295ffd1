package org.posthorn.auth.dns;

import java.util.List;

/// What the DNS said.
///
/// @param <T> the kind of record
public sealed interface DnsAnswer<T> {
  /// There are records.
  ///
  /// @param records at least one, in the order of the answer
  /// @param authenticated whether DNSSEC vouches for them: validated here, or told so by a
  ///     resolver that is trusted for it
  record Found<T>(List<T> records, boolean authenticated) implements DnsAnswer<T> {
    public Found {
      records = List.copyOf(records);
    }
  }

  /// The name exists, but has no records of this type.
  record NoData<T>(boolean authenticated) implements DnsAnswer<T> {}

  /// The name does not exist (NXDOMAIN).
  record NoName<T>(boolean authenticated) implements DnsAnswer<T> {}

  /// No answer: time-out, SERVFAIL, a bogus signature, a malformed answer. Asking again later may
  /// help.
  ///
  /// @param reason for logs
  record Failed<T>(String reason) implements DnsAnswer<T> {}

  /// The records; empty where there are none, for whatever reason.
  default List<T> records() {
    return this instanceof Found<T>(List<T> found, _) ? found : List.of();
  }
}
