package org.posthorn.smtp.policy.milter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.wire.PathText;

/// An envelope as a filter changes it. For one thread.
final class EnvelopeEdits {
  /// Recipients that filters may make of one message.
  static final int MAX_RECIPIENTS = 2_000;

  private final Envelope before;
  private final AddedRecipients found;
  private final List<Envelope.Recipient> recipients;
  private final List<String> ignored = new ArrayList<>(0);
  private ReversePath sender;

  EnvelopeEdits(Envelope before, AddedRecipients found) {
    this.before = before;
    this.found = found;
    this.recipients = new ArrayList<>(before.recipients());
    this.sender = before.sender();
  }

  void sender(String path) throws MilterFault {
    sender =
        PathText.reversePath(plain(path))
            .orElseThrow(() -> new MilterFault("wants a sender that is no address"));
  }

  /// One that cannot be reached is left out, and told in the log.
  void add(String path) throws MilterFault {
    if (recipients.size() >= MAX_RECIPIENTS) {
      throw new MilterFault("adds recipients without end");
    }
    ForwardPath recipient =
        PathText.forwardPath(plain(path))
            .orElseThrow(() -> new MilterFault("adds a recipient that is no address"));
    if (recipients.stream().anyMatch(r -> same(r, recipient.wire()))) {
      return;
    }
    Optional<Envelope.Recipient> reachable = found.find(before, recipient);
    reachable.ifPresentOrElse(recipients::add, () -> ignored.add(recipient.wire()));
  }

  void delete(String path) {
    String wire = plain(path);
    recipients.removeIf(recipient -> same(recipient, wire));
  }

  private static boolean same(Envelope.Recipient recipient, String wire) {
    return recipient.path().wire().equalsIgnoreCase(wire);
  }

  /// The address without brackets. Octets are UTF-8 (RFC 6531 §3.3).
  private static String plain(String path) {
    String text =
        new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
    return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
  }

  /// Recipients that were to be added and lead nowhere.
  List<String> ignored() {
    return List.copyOf(ignored);
  }

  boolean isChanged() {
    return !result().equals(before);
  }

  Envelope result() {
    return new Envelope(sender, before.parameters(), recipients);
  }
}
