package org.posthorn.auth.dkim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;

/// Looks for keys in the DNS (RFC 6376 §3.6.2). Thread-safe; [#find] blocks as [Dns] does.
///
/// How long an answer is valid is for [Dns] to know, which remembers it so long. Here it is
/// remembered what a record's text means: that never changes, and saves the parsing of the key.
public final class KeyFinder {
  private static final long CACHE_OCTETS = 8L << 20;
  private static final int KEY_OCTETS = 2048;

  /// Records that are looked at, should there be several.
  private static final int MAX_RECORDS = 4;

  private final Dns dns;
  private final Cache<String, KeyAnswer> parsed =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_OCTETS)
          .weigher((String text, KeyAnswer _) -> text.length() + KEY_OCTETS)
          .build();

  public KeyFinder(Dns dns) {
    this.dns = dns;
  }

  /// The key at that name, such as `sel._domainkey.example.org`. Of several records the first that
  /// can be used counts; there should be one.
  public KeyAnswer find(String name) {
    return switch (dns.txt(name)) {
      case DnsAnswer.NoData<String> _, DnsAnswer.NoName<String> _ ->
          new KeyAnswer.Unusable(SignatureFault.permanent("no key is published"));
      case DnsAnswer.Failed<String> _ ->
          new KeyAnswer.Unusable(SignatureFault.temporary("the DNS does not answer"));
      case DnsAnswer.Found<String> found -> first(found);
    };
  }

  private KeyAnswer first(DnsAnswer.Found<String> found) {
    KeyAnswer answer = new KeyAnswer.Unusable(SignatureFault.permanent("no key is published"));
    boolean any = false;
    for (String record : found.records().stream().limit(MAX_RECORDS).toList()) {
      KeyAnswer next = parsed.get(record, KeyRecordParser::parse);
      if (next instanceof KeyAnswer.Found) {
        return next;
      }
      answer = any ? answer : next;
      any = true;
    }
    return answer;
  }
}
