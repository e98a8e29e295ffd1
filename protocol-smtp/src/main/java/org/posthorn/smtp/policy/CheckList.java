package org.posthorn.smtp.policy;

import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.Reply;

/// The checks of one phase, in order. Immutable.
///
/// @param <C> what is known in that phase
/// @param checks the first one that refuses decides
public record CheckList<C>(List<Check<C>> checks) {
  public CheckList {
    checks = List.copyOf(checks);
  }

  /// A list of these.
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <C> CheckList<C> of(Check<C>... checks) {
    return new CheckList<>(List.of(checks));
  }

  /// What all checks of a phase say together.
  public sealed interface Outcome {
    /// Nobody refused.
    record Passed(Findings findings) implements Outcome {}

    /// One refused.
    ///
    /// @param reply what the client is told
    /// @param check the name of the check
    record Refused(Reply reply, String check) implements Outcome {}
  }

  /// Asks the checks one by one.
  public Outcome evaluate(C context) {
    Findings findings = Findings.NONE;
    for (Check<C> check : checks) {
      switch (check.check(context)) {
        case Verdict.Accept _ -> {}
        case Verdict.Reject(Reply reply) -> {
          return new Outcome.Refused(reply, check.name());
        }
        case Verdict.Defer(Reply reply) -> {
          return new Outcome.Refused(reply, check.name());
        }
        case Verdict.Quarantine(String reason) ->
            findings = findings.and(new Findings(List.of(), Optional.of(reason)));
        case Verdict.Annotate(List<TraceField> fields) ->
            findings = findings.and(new Findings(fields, Optional.empty()));
      }
    }
    return new Outcome.Passed(findings);
  }
}
