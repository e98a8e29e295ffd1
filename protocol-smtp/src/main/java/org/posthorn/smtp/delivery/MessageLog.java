package org.posthorn.smtp.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Story;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The one line that a message leaves in the log. For one thread and one message.
final class MessageLog {
  private static final Logger LOG = LoggerFactory.getLogger("org.posthorn.smtp.messages");

  private static final String NONE = "-";

  private final InboundMessage message;
  private final List<String> recipients = new ArrayList<>();
  private String check = NONE;
  private String reason = NONE;

  MessageLog(InboundMessage message) {
    this.message = message;
  }

  /// A check refused the message.
  void refusedBy(String name) {
    check = name;
  }

  /// The store refused the message for everybody.
  void failed(StorageException e) {
    reason = e.error().message();
  }

  /// A filter had it thrown away.
  void discarded() {
    recipients.add("nobody: discarded");
  }

  void recipient(Fate fate) {
    recipients.add(fate.recipient() + " " + fate.words());
  }

  void write(Reply reply) {
    Level level = reply.isPositive() ? Level.INFO : Level.WARN;
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    Client client = message.client();
    Story story = message.scope().story();
    LOG.atLevel(level)
        .addKeyValue("message", message.id())
        .addKeyValue("client", client.address().getHostAddress())
        .addKeyValue("helo", message.identity().helo())
        .addKeyValue(
            "tls", client.tls().map(tls -> tls.version() + " " + tls.cipher()).orElse("none"))
        .addKeyValue("user", message.identity().principal().map(Principal::login).orElse(NONE))
        .addKeyValue("sender", message.envelope().sender().wire())
        .addKeyValue("size", message.facts().size())
        .addKeyValue("recipients", recipients.isEmpty() ? envelopeRecipients() : recipients)
        .addKeyValue("verdicts", story.verdicts())
        .addKeyValue("passed", story.passed())
        .addKeyValue("millis", story.millis())
        .addKeyValue("total_ms", Duration.between(message.receivedAt(), Instant.now()).toMillis())
        .addKeyValue("quarantine", message.findings().quarantine().orElse(NONE))
        .addKeyValue("check", check)
        .addKeyValue("reason", reason)
        .addKeyValue("reply", reply.summary())
        .log(reply.isPositive() ? "message accepted" : "message refused");
  }

  private List<String> envelopeRecipients() {
    return message.envelope().recipients().stream().map(r -> r.path().wire()).toList();
  }
}
