package org.posthorn.smtp.outbound.queue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.wire.PathText;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.queue.NewEntry;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueuedReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Addresses reports: to accounts here and to senders elsewhere, always with the null reverse-path
/// (RFC 5321 §4.5.5, RFC 3461 §6.2). Thread-safe.
final class ReportPost {
  private static final Logger LOG = LoggerFactory.getLogger(ReportPost.class);

  private final ReportWriter writer;
  private final Spool spool;
  private final Directory directory;
  private final Function<Content, byte[]> signatures;
  private final boolean remote;
  private final Duration expiry;
  private final Clock clock;

  /// @param signatures what to put in front of a report that leaves this host
  /// @param remote whether mail goes to other servers at all
  /// @param expiry how long a report is tried
  ReportPost(
      ReportWriter writer,
      Spool spool,
      Directory directory,
      Function<Content, byte[]> signatures,
      boolean remote,
      Duration expiry,
      Clock clock) {
    this.writer = writer;
    this.spool = spool;
    this.directory = directory;
    this.signatures = signatures;
    this.remote = remote;
    this.expiry = expiry;
    this.clock = clock;
  }

  /// Writes a report; empty where its sender cannot be reached at all.
  ///
  /// @param about the entries that it tells of
  Optional<QueuedReport> prepare(Report report, List<QueueEntryId> about) {
    Instant now = clock.instant();
    String id = report.name() + ".r" + Long.toString(now.toEpochMilli(), Character.MAX_RADIX);
    SpooledBody body = spool.body(writer.write(report, id, now));
    List<NewEntry> entries = entries(report, body.content(), id, now);
    if (entries.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("message", report.name())
          .addKeyValue("sender", report.sender())
          .addKeyValue("report", report.kind().action())
          .log("a report has nowhere to go");
      body.close();
      return Optional.empty();
    }
    return Optional.of(new QueuedReport(body, entries, about));
  }

  private List<NewEntry> entries(Report report, Content written, String id, Instant now) {
    Optional<EnvelopeAddress> sender =
        PathText.reversePath(report.sender()).flatMap(ReversePath::asAddress);
    if (sender.isEmpty()) {
      return List.of();
    }
    Optional<MailAddress> address = sender.get().mailAddress();
    if (address.isEmpty()) {
      return elsewhere(sender.get(), sender.get().host().wire(), report, written, id, now);
    }
    return switch (directory.resolve(address.get())) {
      case Resolution.Found(List<Resolution.Target> accounts, List<MailAddress> addresses) -> {
        List<NewEntry> entries = new ArrayList<>();
        accounts.forEach(
            target ->
                entries.add(
                    NewEntry.local(
                        target.account(),
                        id,
                        localPrefix(address.get()),
                        "",
                        address.get().toString(),
                        QueuedEnvelope.PLAIN.encode(),
                        now,
                        now.plus(expiry),
                        QueueEntry.NEVER)));
        addresses.forEach(
            one ->
                entries.addAll(
                    elsewhere(Addresses.of(one), one.domain(), report, written, id, now)));
        yield entries;
      }
      case Resolution.NotLocal() ->
          elsewhere(sender.get(), address.get().domain(), report, written, id, now);
      case Resolution.NoSuchUser(), Resolution.Disabled() -> List.of();
    };
  }

  private static byte[] localPrefix(MailAddress recipient) {
    return ("Return-Path: <>\r\nDelivered-To: " + Addresses.of(recipient).wire() + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private List<NewEntry> elsewhere(
      EnvelopeAddress recipient,
      String destination,
      Report report,
      Content written,
      String id,
      Instant now) {
    if (!remote) {
      return List.of();
    }
    MailParameters plain = MailParameters.NONE;
    MailParameters parameters =
        new MailParameters(
            plain.size(),
            BodyType.EIGHT_BIT_MIME,
            report.utf8(),
            plain.ret(),
            plain.envid(),
            plain.auth());
    QueuedEnvelope envelope =
        new QueuedEnvelope(parameters, RcptParameters.NONE, true, false, false);
    return List.of(
        NewEntry.remote(
            destination,
            id,
            signatures.apply(written),
            "",
            recipient.wire(),
            envelope.encode(),
            0,
            now,
            now.plus(expiry),
            QueueEntry.NEVER));
  }
}
