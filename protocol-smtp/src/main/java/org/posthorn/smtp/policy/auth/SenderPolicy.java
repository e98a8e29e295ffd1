package org.posthorn.smtp.policy.auth;

import java.util.Comparator;
import java.util.Optional;
import org.posthorn.auth.dmarc.Disposition;
import org.posthorn.auth.dmarc.DmarcOutcome;
import org.posthorn.auth.dmarc.DmarcResult;
import org.posthorn.auth.spf.SpfOutcome;
import org.posthorn.auth.spf.SpfResult;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.OnFailure;
import org.posthorn.config.inbound.SenderAuthenticationConfig;
import org.posthorn.config.inbound.SenderOverrideConfig;
import org.posthorn.smtp.command.Reply;

/// Decides what follows from what was found out (RFC 9989 §5.4). Immutable.
///
/// @param config as the admin wants it
record SenderPolicy(SenderAuthenticationConfig config) {
  private static final Reply DMARC_FAILED =
      Reply.of(550, 7, 1, "The author's domain does not stand behind this message (DMARC)");
  private static final Reply DNS_FAILED =
      Reply.of(550, 7, 1, "The author's domain cannot be checked now (DMARC)");
  private static final Reply BAD_FROM =
      Reply.of(550, 7, 1, "The From field does not name one author");
  private static final Reply SPF_FAILED =
      Reply.of(550, 7, 23, "The sender's domain does not let you send for it (SPF)"); // RFC 7372

  /// DMARC first; SPF alone is asked only where DMARC does not vouch for the message.
  Decision decide(SenderResults results) {
    Decision decision = dmarc(results);
    boolean open = decision.action() == CheckAction.ACCEPT || decision.action() == CheckAction.TAG;
    if (results.dmarc().result() == DmarcResult.PASS || !open) {
      return decision;
    }
    Decision spf = spf(results.reversePath());
    return spf.action() == CheckAction.ACCEPT ? decision : spf;
  }

  private Decision dmarc(SenderResults results) {
    DmarcOutcome dmarc = results.dmarc();
    return switch (dmarc.result()) {
      case PASS -> Decision.NOTHING;
      case NONE ->
          override(dmarc.author())
              .filter(_ -> !isVouched(results))
              .map(action -> new Decision(action, "no record of " + dmarc.author(), DMARC_FAILED))
              .orElse(Decision.NOTHING);
      case FAIL ->
          seals()
              .vouching(results)
              .map(sealer -> Decision.accept("dmarc=fail, but not at " + sealer + " (arc)"))
              .orElseGet(() -> failed(dmarc));
      case TEMPERROR ->
          new Decision(
              config.onDnsFailure() == OnFailure.DEFER ? CheckAction.DEFER : CheckAction.ACCEPT,
              "dmarc=temperror",
              DNS_FAILED);
      case PERMERROR ->
          results.authors().problem().isEmpty()
              ? Decision.accept("dmarc=permerror")
              : new Decision(config.onBadFrom(), results.authors().problem(), BAD_FROM);
    };
  }

  private Decision failed(DmarcOutcome dmarc) {
    return new Decision(
        override(dmarc.author()).orElseGet(() -> action(dmarc.asked())),
        "dmarc=fail, " + dmarc.author() + " asks for " + dmarc.asked().word(),
        DMARC_FAILED);
  }

  private TrustedSeals seals() {
    return new TrustedSeals(config.trustedSealers());
  }

  /// Without a record there is no alignment to go by: the domain itself has to have passed.
  private static boolean isVouched(SenderResults results) {
    String author = results.dmarc().author();
    return (results.reversePath().result() == SpfResult.PASS
            && results.reversePath().domain().equalsIgnoreCase(author))
        || results.signatures().stream()
            .anyMatch(signature -> signature.passed() && signature.domain().equals(author));
  }

  private CheckAction action(Disposition asked) {
    return switch (asked) {
      case REJECT -> config.onReject();
      case QUARANTINE -> config.onQuarantine();
      case NONE -> config.onFail();
    };
  }

  private Optional<CheckAction> override(String author) {
    return config.overrides().stream()
        .filter(one -> author.equals(one.domain()) || author.endsWith("." + one.domain()))
        .max(Comparator.comparingInt(one -> one.domain().length()))
        .map(SenderOverrideConfig::action);
  }

  private Decision spf(SpfOutcome outcome) {
    CheckAction action =
        switch (outcome.result()) {
          case FAIL -> config.onSpfFail();
          case SOFTFAIL -> config.onSpfSoftfail();
          case NONE, NEUTRAL, PASS, TEMPERROR, PERMERROR -> CheckAction.ACCEPT;
        };
    return new Decision(action, "spf=" + outcome.result().word(), SPF_FAILED);
  }
}
