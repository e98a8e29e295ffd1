package org.posthorn.smtp.outbound.queue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.outbound.Courier;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;

/// Hosts that do as they are told.
final class FakeCourier implements Courier {
  static final Trouble UNREACHABLE =
      new Trouble(new EnhancedCode(4, 4, 1), Optional.of("mx.test"), Optional.empty(), "no answer");
  static final Trouble LATER =
      new Trouble(
          new EnhancedCode(4, 2, 1),
          Optional.of("mx.test"),
          Optional.of("450 4.2.1 come again"),
          "450 4.2.1 come again");
  static final Trouble UNKNOWN =
      new Trouble(
          new EnhancedCode(5, 1, 1),
          Optional.of("mx.test"),
          Optional.of("550 5.1.1 nobody"),
          "550 5.1.1 nobody");

  /// One hand-over.
  record Handed(String sender, String recipient, String text, OutboundMessage message) {}

  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
  private final List<Handed> handed = new CopyOnWriteArrayList<>();
  private final List<String> tried = new CopyOnWriteArrayList<>();
  private final List<Boolean> moreWaited = new CopyOnWriteArrayList<>();
  private volatile boolean dsn;

  /// What the domain, or the address, meets from now on.
  void trouble(String where, Trouble trouble) {
    troubles.put(where, trouble);
  }

  void well(String where) {
    troubles.remove(where);
  }

  /// Whether the hosts know DSN.
  void dsn(boolean value) {
    dsn = value;
  }

  List<Handed> handed() {
    return List.copyOf(handed);
  }

  List<String> recipients() {
    return handed.stream().map(Handed::recipient).sorted().toList();
  }

  /// The destinations of all attempts.
  List<String> tried() {
    return List.copyOf(tried);
  }

  /// Whether more was due for the destination of each attempt, when it was made.
  List<Boolean> moreWaited() {
    return List.copyOf(moreWaited);
  }

  @Override
  public List<RecipientResult> deliver(OutboundMessage message, BooleanSupplier moreWaits) {
    tried.add(message.destination());
    moreWaited.add(moreWaits.getAsBoolean());
    List<RecipientResult> results = new ArrayList<>();
    for (OutboundMessage.Recipient recipient : message.recipients()) {
      String address = recipient.address().wire();
      Trouble trouble = troubles.getOrDefault(address, troubles.get(message.destination()));
      if (trouble == null) {
        byte[] octets = message.content().read(0, (int) message.content().size());
        handed.add(
            new Handed(
                message.sender().wire(),
                address,
                new String(octets, StandardCharsets.UTF_8),
                message));
        results.add(new RecipientResult.Delivered("mx.test", "250 2.0.0 taken", dsn));
      } else {
        results.add(
            trouble.status().category() == 5
                ? new RecipientResult.Failed(trouble)
                : new RecipientResult.Deferred(trouble));
      }
    }
    return results;
  }
}
