package org.posthorn.smtp.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the checks found so far without refusing.
///
/// @param fields header fields to put in front of the message
/// @param quarantine why the message belongs into Junk; empty where it does not
public record Findings(List<TraceField> fields, Optional<String> quarantine) {
  /// Nothing found.
  public static final Findings NONE = new Findings(List.of(), Optional.empty());

  public Findings {
    fields = List.copyOf(fields);
  }

  /// These and those; the first reason for quarantine counts.
  public Findings and(Findings more) {
    if (more.equals(NONE)) {
      return this;
    }
    List<TraceField> all = new ArrayList<>(fields);
    all.addAll(more.fields);
    return new Findings(all, quarantine.or(more::quarantine));
  }
}
