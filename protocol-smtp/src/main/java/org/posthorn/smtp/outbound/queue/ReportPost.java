package org.posthorn.smtp.outbound.queue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.wire.PathText;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.queue.NewEntry;
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
  private final boolean remote;
  private final Duration expiry;
  private final Clock clock;

  /// @param remote whether mail goes to other servers at all
  /// @param expiry how long a report is tried
  ReportPost(
      ReportWriter writer,
      Spool spool,
      Directory directory,
      boolean remote,
      Duration expiry,
      Clock clock) {
    this.writer = writer;
    this.spool = spool;
    this.directory = directory;
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
    List<NewEntry> entries = entries(report, id, now);
    if (entries.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("message", report.name())
          .addKeyValue("sender", report.sender())
          .addKeyValue("report", report.kind().action())
          .log("a report has nowhere to go");
      return Optional.empty();
    }
    byte[] octets = writer.write(report, id, now);
    return Optional.of(new QueuedReport(spool.body(octets), entries, about));
  }

  private List<NewEntry> entries(Report report, String id, Instant now) {
    Optional<EnvelopeAddress> sender =
        PathText.reversePath(report.sender()).flatMap(ReversePath::asAddress);
    if (sender.isEmpty()) {
      return List.of();
    }
    Optional<MailAddress> address = sender.get().mailAddress();
    if (address.isEmpty()) {
      return elsewhere(sender.get(), sender.get().host().wire(), report, id, now);
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
                        now.plus(expiry))));
        addresses.forEach(
            one -> entries.addAll(elsewhere(Addresses.of(one), one.domain(), report, id, now)));
        yield entries;
      }
      case Resolution.NotLocal() ->
          elsewhere(sender.get(), address.get().domain(), report, id, now);
      case Resolution.NoSuchUser(), Resolution.Disabled() -> List.of();
    };
  }

  private static byte[] localPrefix(MailAddress recipient) {
    return ("Return-Path: <>\r\nDelivered-To: " + Addresses.of(recipient).wire() + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private List<NewEntry> elsewhere(
      EnvelopeAddress recipient, String destination, Report report, String id, Instant now) {
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
            new byte[0],
            "",
            recipient.wire(),
            envelope.encode(),
            0,
            now,
            now.plus(expiry)));
  }
}
