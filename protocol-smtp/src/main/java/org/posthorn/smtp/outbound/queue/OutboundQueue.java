package org.posthorn.smtp.outbound.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.config.QueueConfig;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.Handling;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.RcptParameters.Notify;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.outbound.Courier;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.NewEntry;
import org.posthorn.storage.queue.QueueEntry;

/// The way into the queue, and the worker that empties it. Thread-safe.
public final class OutboundQueue implements RemoteDelivery {
  /// Recipients elsewhere of one message, aliases followed: what one transaction takes.
  private static final int MAX_ELSEWHERE = 1_000;

  private final QueueConfig config;
  private final ArrivalReports reports;
  private final Directory directory;
  private final Srs srs;
  private final Signing signing;
  private final Sealing sealing;

  private OutboundQueue(QueueConfig config, Services services) {
    this.config = config;
    this.reports =
        new ArrivalReports(services.store().queue(), post(config, services), services.clock());
    this.directory = services.store().directory();
    this.srs = Srs.open(services.store().state(), services.clock());
    this.signing = new Signing(services.signer());
    this.sealing = services.sealing();
  }

  /// What the queue needs of the rest of the daemon.
  ///
  /// @param store has the queue, the mailboxes and the directory
  /// @param spool takes reports while they are written
  /// @param hostname the name of this host in reports
  /// @param signer signs what goes out
  /// @param sealing seals what is sent on
  /// @param metrics where counters go
  /// @param clock tells the time
  public record Services(
      MailStore store,
      Spool spool,
      String hostname,
      DomainSigner signer,
      Sealing sealing,
      MeterRegistry metrics,
      Clock clock) {}

  /// The way in.
  public static OutboundQueue of(QueueConfig config, Services services) {
    return new OutboundQueue(config, services);
  }

  private static ReportPost post(QueueConfig config, Services services) {
    Signing signing = new Signing(services.signer());
    ReportWriter writer =
        new ReportWriter(
            services.hostname(), ZoneId.systemDefault(), config.maxReportContent().bytes());
    return new ReportPost(
        writer,
        services.spool(),
        services.store().directory(),
        report -> signing.sign(services.hostname(), new byte[0], report),
        config.remote(),
        config.expiry(),
        services.clock());
  }

  /// A worker, not yet started.
  public static QueueWorker worker(QueueConfig config, Services services, Courier courier) {
    MailQueue queue = services.store().queue();
    Clock clock = services.clock();
    RetryPlan plan = RetryPlan.of(config);
    Schedule.Bounds bounds =
        new Schedule.Bounds(
            100_000,
            50_000,
            500,
            config.maxDeliveriesPerDestination(),
            config.maxRatePerDestination());
    QueueMetrics metrics = new QueueMetrics(services.metrics());
    LeaseKeeper keeper = new LeaseKeeper(queue, clock);
    Reports reports = new Reports(queue, post(config, services));
    ItemRunner runner =
        new ItemRunner(
            queue,
            new Attempts(queue, courier, services.store().redelivery(), clock),
            new Aftermath(queue, plan, reports),
            keeper,
            metrics,
            clock);
    return new QueueWorker(
        queue, new Schedule(bounds, plan), runner, keeper, metrics, clock, config.maxDeliveries());
  }

  @Override
  public Optional<Reply> refusal(Envelope envelope, MailAddress recipient) {
    if (!config.remote()) {
      return Optional.of(Replies.NO_REMOTE);
    }
    int before =
        envelope.recipients().stream().mapToInt(one -> one.destination().remote().size()).sum();
    return before >= MAX_ELSEWHERE ? Optional.of(Replies.TOO_MANY_RECIPIENTS) : Optional.empty();
  }

  @Override
  public Optional<MailAddress> returning(EnvelopeAddress recipient) {
    return srs.back(recipient.local()).flatMap(EnvelopeAddress::mailAddress);
  }

  @Override
  public Onward onward(Departure message) {
    return new Way(message);
  }

  /// One message's way.
  private final class Way implements Onward {
    private final Departure message;
    /// Signed, where a user here sent it; made once, when it is needed.
    private Optional<byte[]> prefix = Optional.empty();

    /// Sealed, by the domain that sends it on; made once, when it is needed.
    private final Map<String, byte[]> sealed = new HashMap<>();

    Way(Departure message) {
      this.message = message;
    }

    private byte[] prefix() {
      if (prefix.isEmpty()) {
        prefix =
            Optional.of(
                message.submitted()
                    ? signing.sign(message.prefix(), message.body())
                    : message.prefix());
      }
      return prefix.get();
    }

    private byte[] sealed(String domain) {
      return message.submitted()
          ? prefix()
          : sealed.computeIfAbsent(
              domain, name -> sealing.seal(name, message.prefix(), message.body()));
    }

    @Override
    public List<NewEntry> elsewhere() {
      Map<MailAddress, NewEntry> entries = new LinkedHashMap<>();
      for (Envelope.Recipient recipient : message.envelope().recipients()) {
        for (MailAddress address : recipient.destination().remote()) {
          entries.computeIfAbsent(address, _ -> elsewhere(recipient, address));
        }
      }
      return List.copyOf(entries.values());
    }

    private NewEntry elsewhere(Envelope.Recipient recipient, MailAddress address) {
      Optional<EnvelopeAddress> written = written(recipient, address);
      if (written.isPresent()) {
        return entry(prefix(), sender(), written.get(), address.domain(), recipient.parameters());
      }
      String domain = recipient.destination().recipient().domain();
      boolean alone =
          recipient.destination().accounts().size() + recipient.destination().remote().size() == 1;
      return entry(
          sealed(domain),
          forwarder(domain),
          Addresses.of(address),
          address.domain(),
          alone ? recipient.parameters() : withoutSuccess(recipient.parameters()));
    }

    /// The address as the client wrote it, where no alias led there (RFC 5321 §2.4).
    private static Optional<EnvelopeAddress> written(
        Envelope.Recipient recipient, MailAddress address) {
      return recipient.path() instanceof ForwardPath.Recipient(EnvelopeAddress own)
              && own.mailAddress().filter(address::equals).isPresent()
          ? Optional.of(own)
          : Optional.empty();
    }

    /// Behind an alias of several, success is no longer one recipient's (RFC 3461 §5.2.7.3).
    private static RcptParameters withoutSuccess(RcptParameters parameters) {
      Set<Notify> kept = EnumSet.noneOf(Notify.class);
      kept.addAll(parameters.notifyOn());
      if (kept.remove(Notify.SUCCESS) && kept.isEmpty()) {
        kept.add(Notify.NEVER);
      }
      return new RcptParameters(kept, parameters.originalRecipient());
    }

    private String sender() {
      return message.envelope().sender().wire();
    }

    /// The sender of a message that an address of the domain sends on. One of a domain here may
    /// stay, since the next host takes it from us.
    private String forwarder(String domain) {
      return message
          .envelope()
          .sender()
          .asAddress()
          .filter(sender -> config.rewriteSenders() && !isLocal(sender))
          .map(sender -> srs.forward(sender, domain).wire())
          .orElseGet(this::sender);
    }

    private boolean isLocal(EnvelopeAddress sender) {
      return sender
          .mailAddress()
          .filter(address -> directory.isLocalDomain(address.domain()))
          .isPresent();
    }

    private NewEntry entry(
        byte[] prefix,
        String sender,
        EnvelopeAddress recipient,
        String destination,
        RcptParameters parameters) {
      Handling handling = message.envelope().parameters().handling();
      Instant due = due();
      return NewEntry.remote(
          destination,
          message.messageId(),
          prefix,
          sender,
          recipient.wire(),
          envelope(parameters).encode(),
          handling.priority(),
          due,
          expiry(due),
          warning(due));
    }

    private Instant now() {
      return message.receivedAt();
    }

    /// When the first attempt is made (RFC 4865 §3).
    private Instant due() {
      return message
          .envelope()
          .parameters()
          .handling()
          .hold()
          .map(until -> until.release(now()))
          .filter(release -> release.isAfter(now()))
          .orElseGet(this::now);
    }

    /// When the sender is told of a delay: after a time limit that it is to be told of (RFC 2852
    /// §4.1.4), or after the usual patience.
    private Instant warning(Instant due) {
      Optional<Instant> limit =
          message
              .envelope()
              .parameters()
              .handling()
              .deliverBy()
              .filter(by -> by.mode() == Handling.DeliverBy.Mode.NOTIFY)
              .map(by -> message.receivedAt().plusSeconds(by.seconds()));
      return limit.orElseGet(
          () ->
              config.delayWarning().isZero() ? QueueEntry.NEVER : due.plus(config.delayWarning()));
    }

    /// A time limit ends the attempts where the sender says so (RFC 2852 §4.1.4).
    private Instant expiry(Instant due) {
      Instant usual = due.plus(config.expiry());
      return message
          .envelope()
          .parameters()
          .handling()
          .deliverBy()
          .filter(by -> by.mode() == Handling.DeliverBy.Mode.RETURN)
          .map(by -> message.receivedAt().plusSeconds(by.seconds()))
          .filter(limit -> limit.isBefore(usual))
          .orElse(usual);
    }

    private QueuedEnvelope envelope(RcptParameters parameters) {
      return new QueuedEnvelope(
          message.envelope().parameters(),
          parameters,
          message.reportable(),
          message.submitted(),
          false);
    }

    @Override
    public NewEntry waiting(DeliveryPlan plan) {
      return NewEntry.local(
          plan.account(),
          message.messageId(),
          plan.prefix(),
          message.envelope().sender().wire(),
          plan.recipient().toString(),
          envelope(ArrivalReports.parametersOf(message, plan.recipient())).encode(),
          due(),
          due().plus(config.expiry()),
          warning(due()));
    }

    @Override
    public List<NewEntry> redirected(DeliveryPlan plan, MailAddress to) {
      return List.of(
          // Not sealed: this is within a transaction, where nothing may wait for the DNS.
          entry(
              prefix(),
              forwarder(plan.recipient().domain()),
              Addresses.of(to),
              to.domain(),
              RcptParameters.NONE));
    }
  }

  @Override
  public void undeliverable(Departure message, MailAddress recipient, StorageError why) {
    reports.undeliverable(message, recipient, why);
  }

  @Override
  public void delivered(Departure message, Set<AccountId> accounts) {
    reports.delivered(message, accounts);
  }
}
