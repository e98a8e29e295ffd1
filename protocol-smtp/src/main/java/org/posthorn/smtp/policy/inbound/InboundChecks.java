package org.posthorn.smtp.policy.inbound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.inbound.AccessListsConfig;
import org.posthorn.config.inbound.InboundCheck;
import org.posthorn.config.inbound.InboundConfig;
import org.posthorn.config.inbound.MilterConfig;
import org.posthorn.config.inbound.MilterMail;
import org.posthorn.config.inbound.SenderAuthenticationConfig;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.Trust;
import org.posthorn.smtp.policy.auth.AuthenticationServices;
import org.posthorn.smtp.policy.auth.SenderAuthentication;
import org.posthorn.smtp.policy.auth.VerdictLog;
import org.posthorn.smtp.policy.backend.Backend;
import org.posthorn.smtp.policy.backend.Deadlines;
import org.posthorn.smtp.policy.clamav.ClamavCheck;
import org.posthorn.smtp.policy.client.EarlyTalker;
import org.posthorn.smtp.policy.client.HeloSanity;
import org.posthorn.smtp.policy.dnsbl.DnsLists;
import org.posthorn.smtp.policy.dnsbl.ReverseDns;
import org.posthorn.smtp.policy.greylist.Greylist;
import org.posthorn.smtp.policy.lists.AccessList;
import org.posthorn.smtp.policy.lists.AccessListFile;
import org.posthorn.smtp.policy.lists.AllowCheck;
import org.posthorn.smtp.policy.lists.BlockCheck;
import org.posthorn.smtp.policy.milter.MilterCheck;
import org.posthorn.smtp.policy.milter.MilterServices;
import org.posthorn.smtp.policy.rate.DailyRecipients;
import org.posthorn.smtp.policy.rate.HarvestLimit;
import org.posthorn.smtp.policy.rate.Rate;
import org.posthorn.smtp.policy.rate.RateChecks;

/// The checks of `[inbound]`, built once and shared by all listeners; and what watches files or
/// holds connections for them. Thread-safe.
public final class InboundChecks implements AutoCloseable {
  /// Octets by which filters may make a message larger than clients may.
  private static final long ROOM_FOR_FIELDS = 1 << 20;

  private final InboundConfig config;
  private final String hostname;
  private final long maxRewritten;
  private final InboundServices services;
  private final List<AccessListFile> files = new ArrayList<>();
  private final PolicyChecks relay = new PolicyChecks();
  private final PolicyChecks submission = new PolicyChecks();
  private final Deadlines deadlines = new Deadlines();
  private Optional<Thread> watcher = Optional.empty();
  private Optional<VerdictLog> verdicts = Optional.empty();

  private InboundChecks(PosthornConfig config, InboundServices services) {
    this.config = config.inbound();
    this.hostname = config.server().hostname();
    this.maxRewritten = config.limits().smtp().maxMessageSize().bytes() + ROOM_FOR_FIELDS;
    this.services = services;
  }

  /// Builds all checks and begins to watch list files.
  public static InboundChecks open(PosthornConfig config, InboundServices services) {
    InboundChecks checks = new InboundChecks(config, services);
    checks.build();
    checks.watch(config.inbound().lists().reloadInterval());
    return checks;
  }

  /// The checks of mail from strangers.
  public PolicyChecks relay() {
    return relay;
  }

  /// The checks of mail that users submit.
  public PolicyChecks submission() {
    return submission;
  }

  private void build() {
    relay
        .always("trusted")
        .connect(
            context -> AllowCheck.trusted(config.trustedNetworks(), context.client().address()));
    for (InboundCheck check : config.checks()) {
      add(check, check.text());
    }
  }

  private void add(InboundCheck check, String name) {
    PolicyChecks.Part forStrangers = relay.below(Trust.LISTED, name);
    PolicyChecks.Part untilTrusted = relay.below(Trust.TRUSTED, name);
    AccessListsConfig lists = config.lists();
    ReverseDns reverse = new ReverseDns(config.reverseDns(), services.dns());
    switch (check) {
      case ALLOW_LIST -> new AllowCheck(list(lists.allow()), reverse).addTo(untilTrusted);
      case BLOCK_LIST ->
          new BlockCheck(list(lists.block()), reverse, lists.blockAction()).addTo(forStrangers);
      case EARLY_TALKER -> forStrangers.connect(new EarlyTalker(config.earlyTalker()));
      case HELO -> forStrangers.helo(new HeloSanity(config.helo(), hostname, services.directory()));
      case RATES -> {
        RateChecks rates = new RateChecks(services.counters(), config.rates(), hostname);
        rates.addTo(untilTrusted);
        rates.addForAccounts(submission.always(name));
        new DailyRecipients(
                services.state(), config.rates().recipientsPerAccount(), services.clock())
            .addTo(submission.always(name));
      }
      case HARVEST -> {
        Rate rate = new Rate(config.harvest().unknownRecipients(), config.harvest().window());
        new HarvestLimit(services.counters(), rate, hostname).addTo(untilTrusted);
      }
      case REVERSE_DNS -> reverse.addTo(forStrangers);
      case DNS_LISTS -> new DnsLists(config.dnsLists(), services.dns()).addTo(forStrangers);
      case CLAMAV -> {
        Backend clamd = new Backend(name, config.clamav().onFailure(), services.metrics());
        ClamavCheck scan = new ClamavCheck(config.clamav(), clamd, deadlines);
        relay.always(name).endOfData(scan);
        submission.always(name).endOfData(scan);
      }
      case SENDER_AUTHENTICATION -> senderAuthentication().addTo(untilTrusted);
      case MILTERS -> addMilters(reverse);
      case GREYLIST ->
          forStrangers.rcpt(new Greylist(services.state(), config.greylist(), services.clock()));
    }
  }

  private SenderAuthentication senderAuthentication() {
    SenderAuthenticationConfig settings = config.senderAuthentication();
    VerdictLog log = new VerdictLog(services.state(), settings.keepVerdicts(), services.metrics());
    verdicts = Optional.of(log);
    return new SenderAuthentication(
        settings,
        hostname,
        new AuthenticationServices(services.dns(), services.metrics(), services.clock()),
        log);
  }

  private void addMilters(ReverseDns names) {
    MilterServices forMilters =
        new MilterServices(
            hostname,
            deadlines,
            names,
            services.directory(),
            services.remote(),
            services.spool(),
            maxRewritten);
    for (MilterConfig milter : config.milters()) {
      Backend backend = new Backend(milter.name(), milter.onFailure(), services.metrics());
      MilterCheck check = new MilterCheck(milter, forMilters, backend);
      check.addTo(relay.always(milter.name()));
      if (milter.mail().contains(MilterMail.USERS)) {
        check.addTo(submission.always(milter.name()));
      }
    }
  }

  private Supplier<AccessList> list(Optional<Path> file) {
    if (file.isEmpty()) {
      return () -> AccessList.EMPTY;
    }
    AccessListFile watched = new AccessListFile(file.get());
    files.add(watched);
    return watched::list;
  }

  private void watch(Duration interval) {
    if (!files.isEmpty()) {
      watcher = Optional.of(Thread.ofVirtual().name("lists").start(() -> refresh(interval)));
    }
  }

  private void refresh(Duration interval) {
    try {
      while (true) {
        Thread.sleep(interval);
        files.forEach(AccessListFile::refresh);
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// Ends watching, and writes what is to be kept. Idempotent.
  @Override
  public void close() {
    watcher.ifPresent(Thread::interrupt);
    verdicts.ifPresent(VerdictLog::close);
    deadlines.close();
  }
}
