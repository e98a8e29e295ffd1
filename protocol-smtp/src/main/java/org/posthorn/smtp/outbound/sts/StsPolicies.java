package org.posthorn.smtp.outbound.sts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.storage.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The MTA-STS policies of destinations (RFC 8461 §3, §5.1). Thread-safe; blocks.
///
/// A policy is fetched when the domain's TXT record names an id that is new, and again once a day
/// so that it does not run out; when that does not work, the old one holds until it expires. Where
/// fetching failed it is not tried again for five minutes.
public final class StsPolicies {
  private static final Logger log = LoggerFactory.getLogger(StsPolicies.class);
  private static final String KIND = "mta-sts";
  private static final Duration REFRESH = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(5);
  private static final int MAX_PAUSES = 10_000;
  private static final Pattern RECORD = Pattern.compile("v=STSv1\\s*;(.*)");
  private static final Pattern ID =
      Pattern.compile("(?:^|;)\\s*id\\s*=\\s*([A-Za-z0-9]{1,32})\\s*(?:;|$)");

  private final Dns dns;
  private final PolicySource source;
  private final StateStore store;
  private final InstantSource clock;
  private final ConcurrentMap<String, Instant> pauses = new ConcurrentHashMap<>();

  public StsPolicies(Dns dns, PolicySource source, StateStore store, InstantSource clock) {
    this.dns = dns;
    this.source = source;
    this.store = store;
    this.clock = clock;
  }

  /// A policy as it is kept: the id of its TXT record, when it was fetched, and its text.
  private record Kept(String id, Instant fetched, StsPolicy policy) {}

  /// The policy of a domain; empty where it has none, or only one that says so.
  public Optional<StsPolicy> of(String domain) {
    Optional<Kept> kept = kept(domain);
    Optional<String> id = announced(domain);
    boolean stale = kept.map(k -> !id.equals(Optional.of(k.id())) || isOld(k)).orElse(true);
    Optional<Kept> current = kept;
    if (id.isPresent() && stale && !isPaused(domain)) {
      current = fetch(domain, id.get()).or(() -> kept);
    }
    return current.map(Kept::policy).filter(policy -> policy.mode() != StsPolicy.Mode.NONE);
  }

  private boolean isOld(Kept kept) {
    return kept.fetched().plus(REFRESH).isBefore(clock.instant());
  }

  /// The id that the domain's record names (RFC 8461 §3.1); empty where there is not exactly one.
  private Optional<String> announced(String domain) {
    List<Matcher> records =
        dns.txt("_mta-sts." + domain) instanceof DnsAnswer.Found<String>(var texts, _)
            ? texts.stream().map(RECORD::matcher).filter(Matcher::matches).toList()
            : List.of();
    if (records.size() != 1) {
      return Optional.empty();
    }
    Matcher id = ID.matcher(records.getFirst().group(1));
    return id.find() ? Optional.of(id.group(1)) : Optional.empty();
  }

  private boolean isPaused(String domain) {
    Instant until = pauses.get(domain);
    return until != null && clock.instant().isBefore(until);
  }

  private Optional<Kept> fetch(String domain, String id) {
    String problem;
    try {
      Optional<StsPolicy> policy = StsPolicy.parse(source.fetch(domain));
      if (policy.isPresent()) {
        pauses.remove(domain);
        return Optional.of(keep(domain, new Kept(id, clock.instant(), policy.get())));
      }
      problem = "it is no policy";
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    }
    log.atInfo()
        .addKeyValue("domain", domain)
        .addKeyValue("problem", problem)
        .log("MTA-STS policy cannot be fetched");
    if (pauses.size() >= MAX_PAUSES) {
      pauses.clear();
    }
    pauses.put(domain, clock.instant().plus(PAUSE));
    return Optional.empty();
  }

  private Kept keep(String domain, Kept kept) {
    String text =
        kept.id() + "\n" + kept.fetched().getEpochSecond() + "\n" + kept.policy().format();
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    store.put(
        KIND, domain, new StateStore.Entry(value, kept.fetched().plus(kept.policy().maxAge())));
    return kept;
  }

  private Optional<Kept> kept(String domain) {
    return store
        .get(KIND, domain)
        .flatMap(
            entry -> {
              String[] parts = new String(entry.value(), StandardCharsets.UTF_8).split("\n", 3);
              return StsPolicy.parse(parts[2])
                  .map(p -> new Kept(parts[0], Instant.ofEpochSecond(Long.parseLong(parts[1])), p));
            });
  }
}
