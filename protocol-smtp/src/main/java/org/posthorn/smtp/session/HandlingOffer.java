package org.posthorn.smtp.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.Handling;
import org.posthorn.smtp.command.Handling.DeliverBy;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.transaction.Role;

/// Which wishes about the handling of a message a listener takes: those of RFC 4865, RFC 2852 and
/// RFC 6710 on submission, that of RFC 8689 wherever TLS is on. Stateless.
///
/// @param clock tells how far ahead a date is
record HandlingOffer(InstantSource clock) {
  private static final Reply TOO_FAR =
      Reply.of(501, 5, 4, "Messages are not held for so long here");
  private static final Reply TOO_LATE =
      Reply.of(501, 5, 4, "The time limit is over before the message may go");

  /// The lines of EHLO.
  List<String> lines(Conversation talk) {
    List<String> lines = new ArrayList<>(4);
    SmtpSettings settings = talk.settings();
    if (settings.role() == Role.SUBMISSION) {
      Duration longest = settings.maxHold();
      if (longest.isPositive()) {
        Instant last = clock.instant().plus(longest).truncatedTo(ChronoUnit.SECONDS);
        lines.add("FUTURERELEASE " + longest.toSeconds() + " " + last); // RFC 4865 §4
      }
      lines.add("DELIVERBY"); // RFC 2852 §4
      lines.add("MT-PRIORITY"); // RFC 6710 §4
    }
    if (offersTls(talk)) {
      lines.add("REQUIRETLS"); // RFC 8689 §2
    }
    return lines;
  }

  private static boolean offersTls(Conversation talk) {
    return talk.settings().role() != Role.LMTP && talk.connection().isTls();
  }

  /// Why the wishes cannot be granted; empty where they can.
  Optional<Reply> refusal(Handling wish, Conversation talk) {
    boolean submission = talk.settings().role() == Role.SUBMISSION;
    if (wish.hold().isPresent() && !(submission && talk.settings().maxHold().isPositive())) {
      return unknown(wish.hold().get() instanceof Handling.Hold.For ? "HOLDFOR" : "HOLDUNTIL");
    }
    if (wish.deliverBy().isPresent() && !submission) {
      return unknown("BY");
    }
    if (wish.priority() != 0 && !submission) {
      return unknown("MT-PRIORITY");
    }
    if (wish.requireTls() && !offersTls(talk)) {
      return unknown("REQUIRETLS");
    }
    return hold(wish, talk.settings().maxHold());
  }

  private static Optional<Reply> unknown(String keyword) {
    return Optional.of(Replies.unknownParameter(keyword));
  }

  private Optional<Reply> hold(Handling wish, Duration longest) {
    if (wish.hold().isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant release = wish.hold().get().release(now);
    if (release.isAfter(now.plus(longest))) {
      return Optional.of(TOO_FAR);
    }
    boolean over =
        wish.deliverBy()
            .filter(by -> by.mode() == DeliverBy.Mode.RETURN)
            .filter(by -> now.plusSeconds(by.seconds()).isBefore(release))
            .isPresent();
    return over ? Optional.of(TOO_LATE) : Optional.empty();
  }
}
