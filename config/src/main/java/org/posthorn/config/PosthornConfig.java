package org.posthorn.config;

import java.nio.file.Path;
import java.util.List;
import org.posthorn.config.inbound.InboundConfig;

/// The whole configuration, one record for each section. Immutable.
///
/// [#defaults] is a configuration that is complete but for a certificate; tests and the `try`
/// command
/// change it with the `with…` methods, or lay TOML text over it
/// ([org.posthorn.config.read.ConfigReader#overlay]).
///
/// @param server `[server]`
/// @param storage `[storage]`, `[storage.cache]` and the engine's own section
/// @param tls `[tls]` and `[[tls.certificate]]`
/// @param listeners `[[listener]]`
/// @param limits `[limits.*]`
/// @param authentication `[authentication]`
/// @param mailbox `[mailbox]` and `[[mailbox.create]]`
/// @param smtp `[smtp]`
/// @param inbound `[inbound]` and its sections
/// @param queue `[queue]`
/// @param dkim `[dkim]` and `[[dkim.key]]`
/// @param dns `[dns]`
/// @param outbound `[outbound]`, `[outbound.timeouts]`, `[outbound.reuse]` and `[[outbound.route]]`
/// @param metrics `[metrics]`
/// @param log `[log]`
/// @param admin `[admin]`
/// @param redis `[redis]`
public record PosthornConfig(
    ServerConfig server,
    StorageConfig storage,
    TlsConfig tls,
    List<ListenerConfig> listeners,
    LimitsConfig limits,
    AuthenticationConfig authentication,
    MailboxConfig mailbox,
    SmtpConfig smtp,
    InboundConfig inbound,
    QueueConfig queue,
    DkimConfig dkim,
    DnsConfig dns,
    OutboundConfig outbound,
    MetricsConfig metrics,
    LogConfig log,
    AdminConfig admin,
    RedisConfig redis) {
  public PosthornConfig {
    listeners = List.copyOf(listeners);
  }

  public static PosthornConfig defaults() {
    return new PosthornConfig(
        ServerConfig.defaults(),
        StorageConfig.defaults(),
        TlsConfig.defaults(),
        ListenerConfig.standard(),
        LimitsConfig.defaults(),
        AuthenticationConfig.defaults(),
        MailboxConfig.defaults(),
        SmtpConfig.defaults(),
        InboundConfig.defaults(),
        QueueConfig.defaults(),
        DkimConfig.defaults(),
        DnsConfig.defaults(),
        OutboundConfig.defaults(),
        MetricsConfig.defaults(),
        LogConfig.defaults(),
        AdminConfig.defaults(),
        RedisConfig.defaults());
  }

  /// Where the admin socket is.
  public Path adminSocket() {
    return admin.socket().orElseGet(() -> server.dataDir().resolve("admin.sock"));
  }

  public PosthornConfig withServer(ServerConfig server) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withStorage(StorageConfig storage) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withTls(TlsConfig tls) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withListeners(List<ListenerConfig> listeners) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withLimits(LimitsConfig limits) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withAuthentication(AuthenticationConfig authentication) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withMailbox(MailboxConfig mailbox) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withSmtp(SmtpConfig smtp) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withInbound(InboundConfig inbound) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withQueue(QueueConfig queue) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withDkim(DkimConfig dkim) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withDns(DnsConfig dns) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withOutbound(OutboundConfig outbound) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withMetrics(MetricsConfig metrics) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withLog(LogConfig log) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withAdmin(AdminConfig admin) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }

  public PosthornConfig withRedis(RedisConfig redis) {
    return new PosthornConfig(
        server,
        storage,
        tls,
        listeners,
        limits,
        authentication,
        mailbox,
        smtp,
        inbound,
        queue,
        dkim,
        dns,
        outbound,
        metrics,
        log,
        admin,
        redis);
  }
}
