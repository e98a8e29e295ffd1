package org.posthorn.smtp.outbound.client;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.command.Handling;
import org.posthorn.smtp.command.Handling.DeliverBy;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.smtp.outbound.OutboundMessage.TlsWish;
import org.posthorn.smtp.outbound.client.ClientSettings.EightBit;
import org.posthorn.storage.blob.Content;

/// How a message is sent to a server that can do this and cannot do that.
sealed interface Fitting {
  /// Not at all.
  record Unfit(Answer.Unfit why) implements Fitting {}

  /// Like this.
  ///
  /// @param mail the MAIL command
  /// @param utf8 whether it is sent with SMTPUTF8
  /// @param dsn whether the server reports in our stead
  /// @param chunking whether it goes by BDAT
  /// @param binary whether octets go as they are, not as lines
  record Fit(
      String mail, boolean utf8, boolean dsn, boolean chunking, boolean binary, OutgoingBody body)
      implements Fitting {
    /// The RCPT command.
    String rcpt(Recipient recipient) {
      return EnvelopeCommands.rcpt(recipient, utf8, dsn);
    }
  }

  /// Finds the way.
  static Fitting of(
      OutgoingMessage outgoing,
      List<Recipient> recipients,
      Capabilities can,
      ClientSettings settings) {
    OutboundMessage message = outgoing.message();
    long size = message.content().size();
    OptionalLong limit = can.maxSize();
    if (limit.isPresent() && size > limit.getAsLong()) {
      // RFC 1870 §6.1: no need to try.
      String reason = size + " octets are more than the " + limit.getAsLong() + " that it takes";
      return unfit(5, 3, 4, reason, false);
    }
    boolean requireTls = message.tls() == TlsWish.REQUIRED;
    if (requireTls && !can.requireTls()) {
      return unfit(5, 7, 30, "it does not know REQUIRETLS, which the sender demands", true);
    }
    boolean utf8 = Utf8Need.of(outgoing, recipients, can);
    if (utf8 && !can.smtpUtf8()) {
      return unfit(5, 6, 7, "it does not know SMTPUTF8, which the message needs", true);
    }
    return body(outgoing, can, settings)
        .<Fitting>map(
            body ->
                new Fit(
                    mail(message, can, body, utf8, requireTls),
                    utf8,
                    can.dsn(),
                    body.binary() || (settings.chunking() && can.chunking()),
                    body.binary(),
                    body.octets()))
        .orElseGet(() -> unfit(5, 6, 3, "it takes no 8-bit octets, which the message has", true));
  }

  private static Unfit unfit(int category, int subject, int detail, String why, boolean elsewhere) {
    return new Unfit(new Answer.Unfit(new EnhancedCode(category, subject, detail), why, elsewhere));
  }

  /// The content in a form that can be sent.
  ///
  /// @param type what is declared
  /// @param converted whether it is another content than that of the message
  record Body(BodyType type, boolean converted, OutgoingBody octets) {
    boolean binary() {
      return type == BodyType.BINARY_MIME;
    }
  }

  private static Optional<Body> body(
      OutgoingMessage outgoing, Capabilities can, ClientSettings settings) {
    Content content = outgoing.message().content();
    OutgoingBody plain = new OutgoingBody.Plain(content);
    boolean binary = outgoing.message().parameters().body() == BodyType.BINARY_MIME;
    if (binary && can.binary()) {
      return Optional.of(new Body(BodyType.BINARY_MIME, false, plain));
    }
    boolean needsEncoding = binary && outgoing.facts().binary();
    if (!needsEncoding && !outgoing.facts().eightBit()) {
      return Optional.of(new Body(BodyType.SEVEN_BIT, false, plain));
    }
    if (!needsEncoding && can.eightBit()) {
      return Optional.of(new Body(BodyType.EIGHT_BIT_MIME, false, plain));
    }
    if (settings.eightBit() == EightBit.REFUSE) {
      return Optional.empty();
    }
    return SevenBit.plan(content, outgoing.structure())
        .map(converted -> new Body(BodyType.SEVEN_BIT, true, converted));
  }

  private static String mail(
      OutboundMessage message, Capabilities can, Body body, boolean utf8, boolean requireTls) {
    StringBuilder command = new StringBuilder("MAIL FROM:<");
    command.append(EnvelopeCommands.path(message.sender())).append('>');
    if (can.has("SIZE") && !body.converted()) {
      command.append(" SIZE=").append(message.content().size());
    }
    if (body.type() != BodyType.SEVEN_BIT) {
      command.append(body.binary() ? " BODY=BINARYMIME" : " BODY=8BITMIME");
    }
    if (utf8) {
      command.append(" SMTPUTF8");
    }
    if (requireTls) {
      command.append(" REQUIRETLS");
    }
    MailParameters parameters = message.parameters();
    handling(command, parameters.handling(), can);
    if (can.dsn()) {
      parameters.ret().ifPresent(ret -> command.append(" RET=").append(ret.name()));
      parameters
          .envid()
          .ifPresent(id -> command.append(" ENVID=").append(EnvelopeCommands.xtext(id)));
    }
    return command.toString();
  }

  private static void handling(StringBuilder command, Handling handling, Capabilities can) {
    if (can.has("DELIVERBY") && handling.deliverBy().isPresent()) {
      // RFC 2852 §4: what is left of the time.
      DeliverBy by = handling.deliverBy().get();
      command
          .append(" BY=")
          .append(by.seconds())
          .append(by.mode() == DeliverBy.Mode.RETURN ? ";R" : ";N")
          .append(by.trace() ? "T" : "");
    }
    if (can.has("MT-PRIORITY") && handling.priority() != 0) {
      // RFC 6710 §4
      command.append(" MT-PRIORITY=").append(handling.priority());
    }
  }
}
