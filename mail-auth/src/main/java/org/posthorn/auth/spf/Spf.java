package org.posthorn.auth.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import org.posthorn.auth.dns.DeadlineDns;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.spf.SpfEvaluation.Verdict;

/// Checks clients (RFC 7208). Methods block until the DNS has answered or time is up, and throw
/// for no input. Thread-safe.
public final class Spf {
  private static final String POSTMASTER = "postmaster";

  private final Dns dns;
  private final String receiver;
  private final SpfLimits limits;
  private final InstantSource clock;

  /// @param receiver the name of this server, for the macro `%{r}`
  /// @param clock for the macro `%{t}`
  public Spf(Dns dns, String receiver, SpfLimits limits, InstantSource clock) {
    this.dns = dns;
    this.receiver = receiver;
    this.limits = limits;
    this.clock = clock;
  }

  /// Whether the domain of a greeting lets a client send (§2.3).
  ///
  /// @param helo as the client sent it, ASCII or UTF-8
  public SpfOutcome checkHelo(InetAddress client, String helo) {
    return check(SpfIdentity.HELO, client, helo, "", POSTMASTER, helo);
  }

  /// Whether the domain of a reverse-path lets a client send (§2.4). For the null reverse-path,
  /// that of the greeting.
  ///
  /// @param reversePath the address without brackets; empty for the null reverse-path
  public SpfOutcome checkMailFrom(InetAddress client, String helo, String reversePath) {
    int at = reversePath.lastIndexOf('@');
    String local = at > 0 ? reversePath.substring(0, at) : POSTMASTER; // §4.3
    String domain = reversePath.isEmpty() ? helo : reversePath.substring(at + 1);
    return check(SpfIdentity.MAIL_FROM, client, helo, reversePath, local, domain);
  }

  private SpfOutcome check(
      SpfIdentity identity,
      InetAddress client,
      String helo,
      String sender,
      String local,
      String rawDomain) {
    String domain = DomainSyntax.ascii(rawDomain);
    SpfQuery query = new SpfQuery(client, helo, local, domain, receiver);
    SpfEvaluation evaluation =
        new SpfEvaluation(new DeadlineDns(dns, limits.time()), query, limits, clock);
    Verdict verdict = Verdict.of(SpfResult.NONE);
    Optional<SpfFault> fault = Optional.empty();
    try {
      verdict = evaluation.check(domain);
    } catch (SpfFault e) {
      fault = Optional.of(e);
    }
    return new SpfOutcome(
        fault.map(SpfFault::result).orElse(verdict.result()),
        identity,
        client,
        helo,
        sender,
        domain,
        verdict.term(),
        verdict.result() == SpfResult.FAIL
            ? verdict.explanation().map(evaluation::explain).orElse("")
            : "",
        fault.map(SpfFault::reason).orElse(""),
        evaluation.lookUps());
  }
}
