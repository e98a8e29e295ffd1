package org.posthorn.smtp.policy.auth;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.posthorn.auth.dkim.DkimResult;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.Method;
import org.posthorn.auth.dmarc.DmarcOutcome;
import org.posthorn.auth.dmarc.DmarcRecord;
import org.posthorn.auth.dmarc.PublishedPolicy;
import org.posthorn.auth.spf.SpfOutcome;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;

/// What became of one message, as it is kept for reports to domains (RFC 9990). Immutable.
///
/// Its value is lines of `name=value`, so that a program of another version, or a person, can
/// read it: `client`, `helo`, `sender` (the domain of the reverse-path), `from`, `spf`, `dkim` (one
/// word for each signature: result, domain, selector), `arc`, `dmarc`, `aligned`, `policy` (where
/// it
/// stands, and its tags), `asked`, `done`, `why`.
///
/// @param author the author's domain; `-` where there is none
/// @param id names the message
/// @param at when it was judged
/// @param facts the lines
public record VerdictRow(String author, String id, Instant at, Map<String, String> facts) {
  /// The kind of these rows in the store.
  public static final String KIND = "verdict";

  private static final int MAX_LINE = 1000;

  public VerdictRow {
    facts = Map.copyOf(facts);
  }

  static VerdictRow of(AtEndOfData context, SenderResults results, Decision decision, Instant now) {
    DmarcOutcome dmarc = results.dmarc();
    SpfOutcome spf = results.reversePath();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("client", context.client().address().getHostAddress());
    facts.put("helo", context.identity().helo());
    facts.put("sender", spf.domain());
    facts.put("from", String.join(" ", results.authors().domains()));
    facts.put("spf", spf.result().word() + " " + spf.domain());
    facts.put(
        "dkim",
        results.signatures().stream().map(VerdictRow::words).collect(Collectors.joining(", ")));
    facts.put("arc", results.chain().status().word());
    facts.put("dmarc", dmarc.result().word());
    facts.put(
        "aligned",
        List.of(Method.values()).stream()
            .filter(dmarc::alignedBy)
            .map(Method::word)
            .collect(Collectors.joining(" ")));
    facts.put("policy", dmarc.policy().map(VerdictRow::words).orElse(""));
    facts.put("asked", dmarc.asked().word());
    facts.put("done", decision.action().text());
    facts.put("why", decision.reason());
    String author = dmarc.author().isEmpty() ? "-" : dmarc.author();
    return new VerdictRow(author, context.id(), now, facts);
  }

  private static String words(DkimResult signature) {
    return signature.status().text() + " " + signature.domain() + " " + signature.selector();
  }

  private static String words(PublishedPolicy policy) {
    DmarcRecord record = policy.record();
    return policy.domain()
        + record.policy().map(p -> " p=" + p.word()).orElse("")
        + record.subdomains().map(p -> " sp=" + p.word()).orElse("")
        + record.missing().map(p -> " np=" + p.word()).orElse("")
        + (record.strictDkim() ? " adkim=s" : " adkim=r")
        + (record.strictSpf() ? " aspf=s" : " aspf=r")
        + (record.testing() ? " t=y" : "")
        + " pct="
        + record.percent();
  }

  /// Its key: day (UTC), author, message; so a day, or a domain's day, is read by its start.
  public String key() {
    return start(LocalDate.ofInstant(at, ZoneOffset.UTC)) + author + "/" + id;
  }

  /// What the keys of a day begin with.
  public static String start(LocalDate day) {
    return day + "/";
  }

  /// Its value.
  byte[] value() {
    StringBuilder text = new StringBuilder("at=").append(at).append('\n');
    facts.forEach((name, fact) -> text.append(name).append('=').append(line(fact)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.chars()
        .limit(MAX_LINE)
        .forEach(c -> out.append(Character.isISOControl(c) ? '?' : (char) c));
    return out.toString();
  }

  /// Reads a row.
  ///
  /// @param key as [#key()] made it
  public static VerdictRow read(String key, byte[] value) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String line : new String(value, StandardCharsets.UTF_8).split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        facts.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    Instant at = Instant.parse(facts.getOrDefault("at", Instant.EPOCH.toString()));
    facts.remove("at");
    String[] parts = key.split("/", 3);
    return new VerdictRow(parts[1], parts[2], at, facts);
  }
}
