package org.posthorn.smtp.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the checks found so far without refusing.
///
/// @param fields header fields to put in front of the message
/// @param quarantine why the message belongs into Junk; empty where it does not
/// @param rewrite what is stored instead of what the client sent
public record Findings(
    List<TraceField> fields, Optional<String> quarantine, Optional<Rewrite> rewrite) {
  /// Nothing found.
  public static final Findings NONE = new Findings(List.of(), Optional.empty(), Optional.empty());

  public Findings {
    fields = List.copyOf(fields);
  }

  /// Header fields only.
  public static Findings of(TraceField... fields) {
    return new Findings(List.of(fields), Optional.empty(), Optional.empty());
  }

  /// A reason for Junk only.
  public static Findings junk(String reason) {
    return new Findings(List.of(), Optional.of(reason), Optional.empty());
  }

  /// These and those; the first reason for quarantine counts, and the last rewrite.
  public Findings and(Findings more) {
    if (more.equals(NONE)) {
      return this;
    }
    List<TraceField> all = new ArrayList<>(fields);
    all.addAll(more.fields);
    return new Findings(
        all, quarantine.or(more::quarantine), more.rewrite.isPresent() ? more.rewrite : rewrite);
  }
}
