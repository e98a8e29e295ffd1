package org.posthorn.auth.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.auth.dns.MailExchanger;
import org.posthorn.auth.spf.Mechanism.Prefixes;
import org.posthorn.auth.spf.SpfRecord.Directive;

/// One check, with what it has used up so far (RFC 7208 §4). For one thread.
final class SpfEvaluation {
  private final Dns dns;
  private final SpfQuery query;
  private final SpfLimits limits;
  private final MacroExpander macros;
  private Optional<ClientNames> names = Optional.empty();
  private int lookUps;
  private int voids;

  /// What a domain's record comes to.
  ///
  /// @param term what matched, as it was written; empty where nothing did
  /// @param explanation where the domain says why, and the domain itself
  record Verdict(SpfResult result, String term, Optional<Explanation> explanation) {
    static Verdict of(SpfResult result) {
      return new Verdict(result, "", Optional.empty());
    }
  }

  /// Where the words for a failure stand.
  record Explanation(MacroString name, String domain) {}

  SpfEvaluation(Dns dns, SpfQuery query, SpfLimits limits, InstantSource clock) {
    this.dns = dns;
    this.query = query;
    this.limits = limits;
    this.macros = new MacroExpander(query, clock, this::clientName);
  }

  int lookUps() {
    return lookUps;
  }

  /// What a domain says about the client: check_host() of §4.
  Verdict check(String domain) throws SpfFault {
    if (!DomainSyntax.isQualified(domain)) {
      return Verdict.of(SpfResult.NONE); // §4.3
    }
    Optional<SpfRecord> record = record(domain);
    return record.isPresent() ? evaluate(record.get(), domain) : Verdict.of(SpfResult.NONE);
  }

  /// What the domain has to say to a client that fails (§6.2); empty where it is nothing, or
  /// nothing that may be repeated.
  String explain(Explanation where) {
    try {
      DnsAnswer<String> answer = dns.txt(macros.name(where.name(), where.domain()));
      if (answer.records().size() != 1) {
        return "";
      }
      MacroString text = MacroParser.explanation(answer.records().getFirst());
      return ExplanationText.clean(macros.text(text, where.domain()));
    } catch (SpfFault _) {
      return "";
    }
  }

  private Optional<SpfRecord> record(String domain) throws SpfFault {
    DnsAnswer<String> answer = dns.txt(domain);
    refuse(answer, domain);
    List<String> records = answer.records().stream().filter(SpfParser::isSpf).toList();
    if (records.size() > 1) {
      throw SpfFault.permanent(domain + " has " + records.size() + " SPF records"); // §4.5
    }
    return records.isEmpty() ? Optional.empty() : Optional.of(SpfParser.parse(records.getFirst()));
  }

  private Verdict evaluate(SpfRecord record, String domain) throws SpfFault {
    for (Directive directive : record.directives()) {
      if (matches(directive.mechanism(), domain)) {
        return new Verdict(
            directive.qualifier().result(),
            directive.text(),
            record.explanation().map(name -> new Explanation(name, domain)));
      }
    }
    if (record.redirect().isEmpty()) {
      return Verdict.of(SpfResult.NEUTRAL); // §4.7
    }
    countLookUp();
    Optional<String> target = name(record.redirect().get(), domain);
    Verdict verdict = target.isPresent() ? check(target.get()) : Verdict.of(SpfResult.NONE);
    if (verdict.result() == SpfResult.NONE) {
      throw SpfFault.permanent("redirect= to a domain without a record"); // §6.1
    }
    return verdict;
  }

  private boolean matches(Mechanism mechanism, String domain) throws SpfFault {
    return switch (mechanism) {
      case Mechanism.All _ -> true;
      case Mechanism.Ip(IpRange range) -> range.contains(query.client());
      case Mechanism.Include(MacroString target) -> included(target, domain);
      case Mechanism.A(Optional<MacroString> target, Prefixes prefixes) ->
          matchesA(target, prefixes, domain);
      case Mechanism.Mx(Optional<MacroString> target, Prefixes prefixes) ->
          matchesMx(target, prefixes, domain);
      case Mechanism.Ptr(Optional<MacroString> target) -> matchesPtr(target, domain);
      case Mechanism.Exists(MacroString target) -> exists(target, domain);
    };
  }

  private boolean included(MacroString target, String domain) throws SpfFault {
    countLookUp();
    Optional<String> name = name(target, domain);
    if (name.isEmpty()) {
      return false;
    }
    return switch (check(name.get()).result()) { // §5.2
      case PASS -> true;
      case FAIL, SOFTFAIL, NEUTRAL -> false;
      case NONE -> throw SpfFault.permanent("include of a domain without a record");
      case TEMPERROR, PERMERROR -> throw new IllegalStateException("these are thrown");
    };
  }

  private boolean matchesA(Optional<MacroString> target, Prefixes prefixes, String domain)
      throws SpfFault {
    countLookUp();
    Optional<String> name = name(target, domain);
    return name.isPresent() && hasClient(name.get(), prefixes, true);
  }

  private boolean matchesMx(Optional<MacroString> target, Prefixes prefixes, String domain)
      throws SpfFault {
    countLookUp();
    Optional<String> name = name(target, domain);
    if (name.isEmpty()) {
      return false;
    }
    DnsAnswer<MailExchanger> exchangers = dns.mx(name.get());
    refuse(exchangers, name.get());
    countVoid(exchangers);
    if (exchangers.records().size() > limits.names()) {
      throw SpfFault.permanent("too many mail exchangers at " + name.get()); // §4.6.4
    }
    for (MailExchanger exchanger : exchangers.records()) {
      if (!exchanger.isNull() && hasClient(exchanger.host(), prefixes, false)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasClient(String name, Prefixes prefixes, boolean own) throws SpfFault {
    DnsAnswer<? extends InetAddress> addresses = query.isIp6() ? dns.aaaa(name) : dns.a(name);
    refuse(addresses, name);
    if (own) {
      countVoid(addresses);
    }
    return addresses.records().stream()
        .map(InetAddress::getAddress)
        .anyMatch(octets -> new IpRange(octets, prefixes.of(octets)).contains(query.client()));
  }

  private boolean matchesPtr(Optional<MacroString> target, String domain) throws SpfFault {
    countLookUp();
    Optional<String> name = name(target, domain);
    if (name.isEmpty()) {
      return false;
    }
    ClientNames own = clientNames();
    if (own.nothing()) {
      countVoid();
    }
    return own.within(name.get());
  }

  private boolean exists(MacroString target, String domain) throws SpfFault {
    countLookUp();
    Optional<String> name = name(target, domain);
    if (name.isEmpty()) {
      return false;
    }
    DnsAnswer<?> answer = dns.a(name.get()); // §5.7: A even for IPv6 clients
    refuse(answer, name.get());
    countVoid(answer);
    return !answer.records().isEmpty();
  }

  private Optional<String> name(Optional<MacroString> target, String domain) throws SpfFault {
    return target.isPresent() ? name(target.get(), domain) : Optional.of(domain);
  }

  /// The name that a term asks for; empty where it could only be one that cannot exist.
  private Optional<String> name(MacroString target, String domain) throws SpfFault {
    for (MacroString.Part part : target.parts()) {
      if (part instanceof MacroString.Part.Macro macro) {
        if ("sl".indexOf(macro.letter()) >= 0 && !query.isAsciiLocal()) {
          return Optional.empty(); // RFC 8616 §4
        }
        if (macro.letter() == 'p' && names.isEmpty()) {
          countLookUp(); // §4.6.4: its question for names counts
        }
      }
    }
    return Optional.of(macros.name(target, domain));
  }

  private String clientName(String domain) {
    return clientNames().best(domain).orElse("unknown");
  }

  private ClientNames clientNames() {
    ClientNames known =
        names.orElseGet(() -> ClientNames.lookUp(dns, query.client(), limits.names()));
    names = Optional.of(known);
    return known;
  }

  private void countLookUp() throws SpfFault {
    if (++lookUps > limits.lookUps()) {
      throw SpfFault.permanent("more than " + limits.lookUps() + " terms that ask the DNS");
    }
  }

  private void countVoid(DnsAnswer<?> answer) throws SpfFault {
    if (answer.records().isEmpty()) {
      countVoid();
    }
  }

  private void countVoid() throws SpfFault {
    if (++voids > limits.voidLookUps()) {
      throw SpfFault.permanent(
          "more than " + limits.voidLookUps() + " terms without an answer"); // §4.6.4
    }
  }

  private static void refuse(DnsAnswer<?> answer, String name) throws SpfFault {
    if (answer instanceof DnsAnswer.Failed<?>(String reason)) {
      throw SpfFault.temporary(name + ": " + reason);
    }
  }
}
