package org.posthorn.smtp.policy;

import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.Reply;

/// The checks of one phase, in order. Immutable.
///
/// @param <C> what is known in that phase
/// @param checks the first one that refuses decides
public record CheckList<C extends PhaseContext>(List<Check<C>> checks) {
  public CheckList {
    checks = List.copyOf(checks);
  }

  /// A list of these.
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <C extends PhaseContext> CheckList<C> of(Check<C>... checks) {
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

  /// Asks the checks one by one, those that the client's trust spares left out.
  public Outcome evaluate(C context) {
    if (checks.isEmpty()) {
      return new Outcome.Passed(Findings.NONE);
    }
    long began = System.nanoTime();
    Outcome outcome = ask(context);
    context.scope().story().took(context.phase(), System.nanoTime() - began);
    return outcome;
  }

  private Outcome ask(C context) {
    Findings findings = Findings.NONE;
    Trust trust = context.scope().trust();
    for (Check<C> check : checks) {
      if (check.exempt().isPresent() && trust.compareTo(check.exempt().get()) >= 0) {
        continue;
      }
      Verdict verdict = check.check(context);
      tell(context.scope().story(), check.name(), verdict);
      Optional<Reply> refusal = verdict.refusal();
      if (refusal.isPresent()) {
        return new Outcome.Refused(refusal.get(), check.name());
      }
      if (verdict instanceof Verdict.Trusted(Trust better, String _)) {
        trust = trust.or(better);
        context.trust(better);
      }
      Findings found = verdict.brings();
      if (!found.equals(Findings.NONE)) {
        findings = findings.and(found);
        context.note(found);
      }
    }
    context.scope().add(findings);
    return new Outcome.Passed(findings);
  }

  private static void tell(Story story, String check, Verdict verdict) {
    Optional<String> words = verdict.told();
    if (words.isPresent()) {
      story.said(check, words.get());
    } else {
      story.passed(check);
    }
  }
}
