package org.posthorn.auth.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a domain published (RFC 9989 §4.7; RFC 7489 §6.3 for `pct`). Immutable. Tags that cannot
/// be read have their default; of a tag that comes twice the first counts.
///
/// @param policy `p`, for the domain itself; empty where there is none that could be used, so that
///     nothing follows from the record
/// @param subdomains `sp`
/// @param missing `np`, for names that do not exist
/// @param strictDkim `adkim=s`
/// @param strictSpf `aspf=s`
/// @param suffix `psd`
/// @param testing `t=y`
/// @param percent `pct`; 100 where it is not there
/// @param aggregateReports `rua`, as written
/// @param failureReports `ruf`, as written
public record DmarcRecord(
    Optional<Disposition> policy,
    Optional<Disposition> subdomains,
    Optional<Disposition> missing,
    boolean strictDkim,
    boolean strictSpf,
    Suffix suffix,
    boolean testing,
    int percent,
    List<String> aggregateReports,
    List<String> failureReports) {
  private static final Pattern VERSION = Pattern.compile("[vV][ \t]*=[ \t]*DMARC1[ \t]*(;.*)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern REPORT_URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");
  private static final int ALL = 100;
  private static final int MAX_TAGS = 64;
  private static final int MAX_URIS = 10;

  public DmarcRecord {
    aggregateReports = List.copyOf(aggregateReports);
    failureReports = List.copyOf(failureReports);
  }

  /// Whether the domain is one below which others register names (`psd`).
  public enum Suffix {
    YES,
    NO,
    UNSAID
  }

  /// Whether a TXT record is one of these.
  static boolean isDmarc(String text) {
    return VERSION.matcher(text).matches();
  }

  /// @param text a record for which [#isDmarc] holds
  static DmarcRecord parse(String text) {
    Map<String, String> tags = tags(text);
    List<String> reports = uris(tags.getOrDefault("rua", ""));
    Optional<Disposition> policy = disposition(tags, "p");
    Optional<Disposition> subdomains = disposition(tags, "sp");
    Optional<Disposition> missing = disposition(tags, "np");
    boolean usable =
        policy.isPresent()
            && subdomains.isPresent() == tags.containsKey("sp")
            && missing.isPresent() == tags.containsKey("np");
    if (!usable) { // what cannot be read asks for reports at most
      policy = reports.isEmpty() ? Optional.empty() : Optional.of(Disposition.NONE);
      subdomains = Optional.empty();
      missing = Optional.empty();
    }
    return new DmarcRecord(
        policy,
        subdomains,
        missing,
        is(tags, "adkim", "s"),
        is(tags, "aspf", "s"),
        is(tags, "psd", "y") ? Suffix.YES : is(tags, "psd", "n") ? Suffix.NO : Suffix.UNSAID,
        is(tags, "t", "y"),
        percent(tags),
        reports,
        uris(tags.getOrDefault("ruf", "")));
  }

  /// What is asked for a name below the one with the record.
  ///
  /// @param exists whether the DNS knows the name
  Optional<Disposition> below(boolean exists) {
    Optional<Disposition> known = subdomains.or(() -> policy);
    return exists ? known : missing.or(() -> known);
  }

  /// Whether it matters that a name exists.
  boolean asksForMissing() {
    return missing.isPresent() && !missing.equals(subdomains.or(() -> policy));
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new HashMap<>();
    for (String pair : text.split(";", MAX_TAGS)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip();
      if (NAME.matcher(name).matches()) {
        tags.putIfAbsent(name.toLowerCase(Locale.ROOT), pair.substring(equals + 1).strip());
      }
    }
    return tags;
  }

  private static Optional<Disposition> disposition(Map<String, String> tags, String name) {
    return Disposition.of(tags.getOrDefault(name, ""));
  }

  private static boolean is(Map<String, String> tags, String name, String value) {
    return value.equalsIgnoreCase(tags.getOrDefault(name, ""));
  }

  private static int percent(Map<String, String> tags) {
    String digits = tags.getOrDefault("pct", "");
    int percent = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : ALL;
    return percent > ALL ? ALL : percent;
  }

  private static List<String> uris(String value) {
    List<String> uris = new ArrayList<>();
    for (String uri : value.split(",", MAX_URIS + 1)) {
      if (uris.size() < MAX_URIS && REPORT_URI.matcher(uri.strip()).matches()) {
        uris.add(uri.strip());
      }
    }
    return uris;
  }
}
