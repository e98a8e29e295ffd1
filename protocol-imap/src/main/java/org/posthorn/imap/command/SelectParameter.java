package org.posthorn.imap.command;

import java.util.Optional;

/// A parameter of SELECT or EXAMINE (RFC 4466 §2.1).
public sealed interface SelectParameter {

  /// CONDSTORE (RFC 7162 §3.1.8).
  record CondStore() implements SelectParameter {}

  /// QRESYNC (RFC 7162 §3.2.5).
  ///
  /// @param uidValidity the UIDVALIDITY that the client knows
  /// @param modSeq the mod-sequence up to which it knows everything
  /// @param knownUids the UIDs it has
  /// @param matches sequence numbers it knows the UIDs of
  record QResync(
      long uidValidity, long modSeq, Optional<NumberSet> knownUids, Optional<Match> matches)
      implements SelectParameter {}

  /// Sequence numbers and their UIDs, pairwise.
  record Match(NumberSet sequenceNumbers, NumberSet uids) {}
}
