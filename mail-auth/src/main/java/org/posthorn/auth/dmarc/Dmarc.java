package org.posthorn.auth.dmarc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.posthorn.auth.dkim.DomainNames;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.Method;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.State;
import org.posthorn.auth.dmarc.TreeWalk.Found;
import org.posthorn.auth.dns.DeadlineDns;
import org.posthorn.auth.dns.Dns;

/// Checks authors (RFC 9989 §5.3). Methods block until the DNS has answered or time is up, and
/// throw for no input. Thread-safe.
public final class Dmarc {
  private final Dns dns;
  private final DmarcLimits limits;
  private final IntSupplier lot;

  /// @param lot draws a number from 0 to 99 for policies that are for a part of the mail only
  ///     (`pct`)
  public Dmarc(Dns dns, DmarcLimits limits, IntSupplier lot) {
    this.dns = dns;
    this.limits = limits;
    this.lot = lot;
  }

  /// Whether what SPF and DKIM found stands for the authors. Where there are several, each is
  /// asked, and the strictest answer counts; where they cannot be relied on, it is an error.
  ///
  /// @param identities what SPF found for the reverse-path, and DKIM for each signature
  public DmarcOutcome check(Authors authors, List<AuthenticatedIdentity> identities) {
    String first = authors.domains().isEmpty() ? "" : authors.domains().getFirst();
    if (!authors.problem().isEmpty()) {
      return DmarcOutcome.of(DmarcResult.PERMERROR, first, authors.problem());
    }
    if (authors.domains().size() > limits.authors()) {
      return DmarcOutcome.of(DmarcResult.PERMERROR, first, "too many authors");
    }
    List<AuthenticatedIdentity> named = named(identities);
    TreeWalk tree = new TreeWalk(new DeadlineDns(dns, limits.time()));
    return authors.domains().stream()
        .map(author -> check(tree, author, named))
        .max(Comparator.comparingInt(DmarcOutcome::weight))
        .orElseGet(() -> DmarcOutcome.of(DmarcResult.PERMERROR, "", "no author"))
        .withLookUps(tree.lookUps());
  }

  /// Whether what SPF and DKIM found stands for one author.
  ///
  /// @param author a domain, in any spelling
  public DmarcOutcome check(String author, List<AuthenticatedIdentity> identities) {
    Optional<String> domain = DomainNames.ascii(author);
    return check(
        new Authors(domain.stream().toList(), domain.isPresent() ? "" : "no such domain"),
        identities);
  }

  /// Those whose domains are names, spelt as names are compared.
  private List<AuthenticatedIdentity> named(List<AuthenticatedIdentity> identities) {
    List<AuthenticatedIdentity> named = new ArrayList<>();
    for (AuthenticatedIdentity one : identities) {
      String text = one.domain();
      String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
      if (one.state() != State.FAILED && named.size() < limits.identities()) {
        DomainNames.ascii(bare)
            .ifPresent(
                name -> named.add(new AuthenticatedIdentity(one.method(), one.state(), name)));
      }
    }
    return named;
  }

  private DmarcOutcome check(TreeWalk tree, String author, List<AuthenticatedIdentity> identities) {
    try {
      Optional<Found> found = tree.policy(author);
      return found.isEmpty()
          ? DmarcOutcome.of(DmarcResult.NONE, author, "")
          : judge(tree, author, identities, found.get());
    } catch (DmarcFault e) {
      return DmarcOutcome.of(e.result(), author, e.reason());
    }
  }

  private DmarcOutcome judge(
      TreeWalk tree, String author, List<AuthenticatedIdentity> identities, Found found)
      throws DmarcFault {
    PublishedPolicy policy = published(tree, author, found);
    AlignmentCheck alignment = new AlignmentCheck(tree, author, found.record());
    List<AuthenticatedIdentity> aligned = new ArrayList<>();
    for (AuthenticatedIdentity identity : identities) {
      if (identity.state() == State.PASSED && alignment.holds(identity)) {
        aligned.add(identity);
      }
    }
    DmarcResult result = DmarcResult.PASS;
    if (aligned.isEmpty()) {
      for (AuthenticatedIdentity identity : identities) {
        // A domain of its own that does not answer must not save a stranger.
        if (identity.state() == State.UNKNOWN && alignment.holds(identity)) {
          throw DmarcFault.temporary(identity.method().word() + " has no answer for now");
        }
      }
      if (alignment.fault().isPresent()) {
        throw alignment.fault().get();
      }
      result = DmarcResult.FAIL;
    }
    return new DmarcOutcome(
        result,
        author,
        Optional.of(policy),
        result == DmarcResult.FAIL ? asked(policy) : Disposition.NONE,
        aligned,
        "",
        0);
  }

  private static PublishedPolicy published(TreeWalk tree, String author, Found found)
      throws DmarcFault {
    DmarcRecord record = found.record();
    Optional<Disposition> disposition =
        found.domain().equals(author)
            ? record.policy()
            : record.below(!record.asksForMissing() || tree.exists(author));
    return new PublishedPolicy(
        found.domain(),
        record,
        disposition.orElseThrow(
            () -> DmarcFault.permanent("the record of " + found.domain() + " cannot be used")));
  }

  private Disposition asked(PublishedPolicy policy) {
    DmarcRecord record = policy.record();
    // RFC 9989 §4.7 (t); RFC 7489 §6.6.4 (pct)
    boolean spared = record.testing() || record.percent() <= lot.getAsInt();
    return spared ? policy.disposition().milder() : policy.disposition();
  }

  /// Whose identities belong to an author (RFC 9989 §4.4). For one author.
  private static final class AlignmentCheck {
    private final TreeWalk tree;
    private final String author;
    private final DmarcRecord record;
    private Optional<DmarcFault> fault = Optional.empty();

    AlignmentCheck(TreeWalk tree, String author, DmarcRecord record) {
      this.tree = tree;
      this.author = author;
      this.record = record;
    }

    /// The first question that had no answer.
    Optional<DmarcFault> fault() {
      return fault;
    }

    boolean holds(AuthenticatedIdentity identity) {
      String domain = identity.domain();
      boolean strict = identity.method() == Method.SPF ? record.strictSpf() : record.strictDkim();
      if (domain.equals(author)) {
        return true;
      }
      if (strict) {
        return false;
      }
      try {
        String organization = tree.organization(author);
        // A stranger's domain is not asked: that it has no answer must not save it.
        return DomainNames.isWithin(domain, organization)
            && tree.organization(domain).equals(organization);
      } catch (DmarcFault e) {
        fault = fault.or(() -> Optional.of(e));
        return false;
      }
    }
  }
}
