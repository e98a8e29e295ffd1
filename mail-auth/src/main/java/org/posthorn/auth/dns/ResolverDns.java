package org.posthorn.auth.dns;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.posthorn.auth.dns.AnswerCache.Remembered;
import org.posthorn.auth.dns.AnswerReader.Reading;
import org.posthorn.auth.dns.NameServers.Reply;
import org.posthorn.auth.dns.NameServers.Unanswered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;

/// Asks recursive resolvers and remembers what they said. Thread-safe.
///
/// - *Bounds*: a question ends after tries × time-out for each of at most 16 aliases, most of
///   them
///   in the first message; an answer has at most 1,000 records in 64 KB, and more is a failure.
/// - *Memory*: positive answers for their TTL, but a second at least and a day at most; negative
///   ones as their SOA says (RFC 2308 §5), an hour at most; failures for five seconds.
/// - *DNSSEC*: as a resolver says that is trusted for it ([DnssecTrust]); only these are asked
///   with
///   the AD and DO bits. Nothing is validated here.
public final class ResolverDns implements Dns {
  private static final Logger LOG = LoggerFactory.getLogger(ResolverDns.class);

  private final NameServers servers;
  private final AnswerCache cache;

  public ResolverDns(DnsSettings settings) {
    this(settings, Ticker.systemTicker());
  }

  /// @param ticker what TTLs are measured with
  public ResolverDns(DnsSettings settings, Ticker ticker) {
    this.servers = new NameServers(settings, ticker::read);
    this.cache = new AnswerCache(settings.cacheEntries(), ticker);
  }

  @Override
  public DnsAnswer<String> txt(String name) {
    return ask(name, RecordKind.TXT);
  }

  @Override
  public DnsAnswer<Inet4Address> a(String name) {
    return ask(name, RecordKind.A);
  }

  @Override
  public DnsAnswer<Inet6Address> aaaa(String name) {
    return ask(name, RecordKind.AAAA);
  }

  @Override
  public DnsAnswer<MailExchanger> mx(String name) {
    return ask(name, RecordKind.MX);
  }

  @Override
  public DnsAnswer<String> ptr(InetAddress address) {
    return ask(ReverseMap.fromAddress(address), RecordKind.PTR);
  }

  @Override
  public DnsAnswer<TlsaRecord> tlsa(String name) {
    return ask(name, RecordKind.TLSA);
  }

  /// What the cache did so far.
  public DnsStatistics statistics() {
    return cache.statistics();
  }

  private <T> DnsAnswer<T> ask(String name, RecordKind<T> kind) {
    Optional<Name> parsed = DnsNames.parse(name);
    return parsed.isPresent() ? ask(parsed.get(), kind) : new DnsAnswer.NoName<>(false);
  }

  @SuppressWarnings("unchecked") // the type in the question says what the records are
  private <T> DnsAnswer<T> ask(Name name, RecordKind<T> kind) {
    Question question = new Question(name, kind.type());
    return (DnsAnswer<T>) cache.get(question, asked -> lookUp(asked, kind)).answer();
  }

  private <T> Remembered lookUp(Question question, RecordKind<T> kind) {
    try {
      return follow(question, kind);
    } catch (Unanswered e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("question", question).setCause(e).log("DNS look-up broke");
      return failed("internal error");
    }
  }

  private <T> Remembered follow(Question question, RecordKind<T> kind) throws Unanswered {
    Question now = question;
    int aliases = 0;
    boolean authenticated = true;
    Duration ttl = AnswerReader.MAX_TTL;
    while (true) {
      Reply reply = servers.ask(now);
      authenticated &= reply.authenticated();
      switch (AnswerReader.read(reply.message(), now, aliases)) {
        case Reading.Records(var records, var here) -> {
          return found(kind, records, authenticated, shorter(ttl, here));
        }
        case Reading.NoData(var here) -> {
          return plain(new DnsAnswer.NoData<T>(authenticated), shorter(ttl, here));
        }
        case Reading.NoName(var here) -> {
          return plain(new DnsAnswer.NoName<T>(authenticated), shorter(ttl, here));
        }
        case Reading.Useless(String reason) -> {
          return failed(reason);
        }
        case Reading.Alias(Name target, int followed, var here) -> {
          now = now.at(target);
          aliases = followed;
          ttl = shorter(ttl, here);
        }
      }
    }
  }

  private static <T> Remembered found(
      RecordKind<T> kind, List<org.xbill.DNS.Record> records, boolean authenticated, Duration ttl) {
    List<T> values = records.stream().map(kind.convert()).flatMap(Optional::stream).toList();
    if (values.isEmpty()) {
      return plain(new DnsAnswer.NoData<T>(authenticated), ttl);
    }
    int octets = values.stream().mapToInt(kind.octets()).sum();
    return new Remembered(new DnsAnswer.Found<>(values, authenticated), ttl, octets);
  }

  private static Remembered failed(String reason) {
    return plain(new DnsAnswer.Failed<>(reason), AnswerReader.FAILURE_TTL);
  }

  private static Remembered plain(DnsAnswer<?> answer, Duration ttl) {
    return new Remembered(answer, ttl, 0);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
