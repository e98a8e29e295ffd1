package org.posthorn.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.inbound.InboundConfig;
import org.posthorn.config.schema.Part.Repeated;
import org.posthorn.config.schema.Part.Single;

/// All parts of the configuration, in the order in which files and pages show them.
public final class Schema {
  private static final Single<?> SERVER =
      new Single<>(ServerSection.SECTION, PosthornConfig::server, PosthornConfig::withServer);

  private static final Repeated<?> LISTENER =
      new Repeated<>(
          ListenerSection.SECTION,
          ListenerSection.template(),
          PosthornConfig::listeners,
          PosthornConfig::withListeners);

  private static final Single<?> TLS =
      new Single<>(TlsSection.SECTION, PosthornConfig::tls, PosthornConfig::withTls);

  private static final Repeated<?> CERTIFICATE =
      new Repeated<>(
          CertificateSection.SECTION,
          CertificateSection.template(),
          c -> c.tls().certificates(),
          (c, list) -> c.withTls(c.tls().withCertificates(list)));

  private static final Single<?> AUTHENTICATION =
      new Single<>(
          AuthenticationSection.SECTION,
          PosthornConfig::authentication,
          PosthornConfig::withAuthentication);

  private static final Single<?> MAILBOX =
      new Single<>(MailboxSection.SECTION, PosthornConfig::mailbox, PosthornConfig::withMailbox);

  private static final Repeated<?> AUTO_MAILBOX =
      new Repeated<>(
          AutoMailboxSection.SECTION,
          AutoMailboxSection.template(),
          c -> c.mailbox().created(),
          (c, list) -> c.withMailbox(c.mailbox().withCreated(list)));

  private static final Single<?> SMTP =
      new Single<>(SmtpSection.SECTION, PosthornConfig::smtp, PosthornConfig::withSmtp);

  private static final Single<?> INBOUND =
      inbound(InboundSection.SECTION, c -> c, (_, changed) -> changed);

  private static final List<Part<?>> INBOUND_CHECKS =
      List.of(
          inbound(AccessListsSection.SECTION, InboundConfig::lists, InboundConfig::withLists),
          inbound(
              EarlyTalkerSection.SECTION,
              InboundConfig::earlyTalker,
              InboundConfig::withEarlyTalker),
          inbound(HeloSection.SECTION, InboundConfig::helo, InboundConfig::withHelo),
          inbound(RatesSection.SECTION, InboundConfig::rates, InboundConfig::withRates),
          inbound(HarvestSection.SECTION, InboundConfig::harvest, InboundConfig::withHarvest),
          inbound(GreylistSection.SECTION, InboundConfig::greylist, InboundConfig::withGreylist),
          inbound(
              ReverseDnsSection.SECTION, InboundConfig::reverseDns, InboundConfig::withReverseDns),
          inbound(
              DnsListsSection.SECTION,
              InboundConfig::dnsLists,
              (c, lists) -> c.withDnsLists(lists.withLists(c.dnsLists().lists()))),
          new Repeated<>(
              DnsListSection.SECTION,
              DnsListSection.template(),
              c -> c.inbound().dnsLists().lists(),
              (c, lists) ->
                  c.withInbound(c.inbound().withDnsLists(c.inbound().dnsLists().withLists(lists)))),
          inbound(
              SenderAuthenticationSection.SECTION,
              InboundConfig::senderAuthentication,
              (c, auth) ->
                  c.withSenderAuthentication(
                      auth.withOverrides(c.senderAuthentication().overrides()))),
          new Repeated<>(
              SenderOverrideSection.SECTION,
              SenderOverrideSection.template(),
              c -> c.inbound().senderAuthentication().overrides(),
              (c, list) ->
                  c.withInbound(
                      c.inbound()
                          .withSenderAuthentication(
                              c.inbound().senderAuthentication().withOverrides(list)))),
          inbound(ClamavSection.SECTION, InboundConfig::clamav, InboundConfig::withClamav),
          new Repeated<>(
              MilterSection.SECTION,
              MilterSection.template(),
              c -> c.inbound().milters(),
              (c, milters) -> c.withInbound(c.inbound().withMilters(milters))));

  private static final Single<?> QUEUE =
      new Single<>(QueueSection.SECTION, PosthornConfig::queue, PosthornConfig::withQueue);
  private static final Single<?> DKIM =
      new Single<>(
          DkimSection.SECTION,
          PosthornConfig::dkim,
          (c, dkim) -> c.withDkim(dkim.withKeys(c.dkim().keys())));

  private static final Repeated<?> DKIM_KEY =
      new Repeated<>(
          DkimKeySection.SECTION,
          DkimKeySection.template(),
          c -> c.dkim().keys(),
          (c, list) -> c.withDkim(c.dkim().withKeys(list)));

  private static final Single<?> DNS =
      new Single<>(DnsSection.SECTION, PosthornConfig::dns, PosthornConfig::withDns);

  private static final Single<?> OUTBOUND =
      new Single<>(OutboundSection.SECTION, PosthornConfig::outbound, PosthornConfig::withOutbound);

  private static final Repeated<?> OUTBOUND_ROUTE =
      new Repeated<>(
          OutboundRouteSection.SECTION,
          OutboundRouteSection.template(),
          c -> c.outbound().routes(),
          (c, list) -> c.withOutbound(c.outbound().withRoutes(list)));

  private static final Single<?> OUTBOUND_TIMEOUTS =
      new Single<>(
          OutboundTimeoutsSection.SECTION,
          c -> c.outbound().timeouts(),
          (c, timeouts) -> c.withOutbound(c.outbound().withTimeouts(timeouts)));

  private static final Single<?> OUTBOUND_REUSE =
      new Single<>(
          OutboundReuseSection.SECTION,
          c -> c.outbound().reuse(),
          (c, reuse) -> c.withOutbound(c.outbound().withReuse(reuse)));

  private static final Single<?> STORAGE =
      new Single<>(StorageSection.SECTION, PosthornConfig::storage, PosthornConfig::withStorage);

  private static final Single<?> CACHE =
      new Single<>(
          CacheSection.SECTION,
          c -> c.storage().cache(),
          (c, cache) -> c.withStorage(c.storage().withCache(cache)));

  private static final Single<?> EMBEDDED =
      new Single<>(
          EmbeddedSection.SECTION,
          c -> c.storage().embedded(),
          (c, engine) -> c.withStorage(c.storage().withEmbedded(engine)));

  private static final Single<?> MYSQL =
      new Single<>(
          MysqlSection.SECTION,
          c -> c.storage().mysql(),
          (c, engine) -> c.withStorage(c.storage().withMysql(engine)));

  private static final Repeated<?> SHARD =
      new Repeated<>(
          ShardSection.SECTION,
          ShardSection.template(),
          c -> c.storage().shards(),
          (c, list) -> c.withStorage(c.storage().withShards(list)));

  private static final Single<?> SMTP_LIMITS =
      new Single<>(
          SmtpLimitsSection.SECTION,
          c -> c.limits().smtp(),
          (c, smtp) -> c.withLimits(c.limits().withSmtp(smtp)));

  private static final Single<?> IMAP_LIMITS =
      new Single<>(
          ImapLimitsSection.SECTION,
          c -> c.limits().imap(),
          (c, imap) -> c.withLimits(c.limits().withImap(imap)));

  private static final Single<?> POP3_LIMITS =
      new Single<>(
          Pop3LimitsSection.SECTION,
          c -> c.limits().pop3(),
          (c, pop3) -> c.withLimits(c.limits().withPop3(pop3)));

  private static final Single<?> METRICS =
      new Single<>(MetricsSection.SECTION, PosthornConfig::metrics, PosthornConfig::withMetrics);

  private static final Single<?> LOG =
      new Single<>(LogSection.SECTION, PosthornConfig::log, PosthornConfig::withLog);

  private static final Single<?> ADMIN =
      new Single<>(AdminSection.SECTION, PosthornConfig::admin, (c, admin) -> c.withAdmin(admin));

  private static final Single<?> REDIS =
      new Single<>(RedisSection.SECTION, PosthornConfig::redis, PosthornConfig::withRedis);

  /// Every part, once.
  public static final List<Part<?>> PARTS =
      parts(
          SERVER,
          LISTENER,
          TLS,
          CERTIFICATE,
          AUTHENTICATION,
          MAILBOX,
          AUTO_MAILBOX,
          SMTP,
          INBOUND,
          QUEUE,
          DKIM,
          DKIM_KEY,
          DNS,
          OUTBOUND,
          OUTBOUND_ROUTE,
          OUTBOUND_TIMEOUTS,
          OUTBOUND_REUSE,
          SMTP_LIMITS,
          IMAP_LIMITS,
          POP3_LIMITS,
          STORAGE,
          CACHE,
          EMBEDDED,
          MYSQL,
          SHARD,
          REDIS,
          METRICS,
          LOG,
          ADMIN);

  private Schema() {}

  private static List<Part<?>> parts(Part<?>... parts) {
    List<Part<?>> all = new ArrayList<>();
    for (Part<?> part : parts) {
      all.add(part);
      if (part == INBOUND) {
        all.addAll(INBOUND_CHECKS);
      }
    }
    return List.copyOf(all);
  }

  /// A section of `[inbound]`.
  private static <R> Single<R> inbound(
      Section<R> section,
      Function<InboundConfig, R> get,
      BiFunction<InboundConfig, R, InboundConfig> set) {
    return new Single<>(
        section,
        c -> get.apply(c.inbound()),
        (c, part) -> c.withInbound(set.apply(c.inbound(), part)));
  }
}
