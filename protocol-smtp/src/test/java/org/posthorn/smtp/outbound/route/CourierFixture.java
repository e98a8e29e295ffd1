package org.posthorn.smtp.outbound.route;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.posthorn.auth.dns.MailExchanger;
import org.posthorn.config.OutboundConfig;
import org.posthorn.config.OutboundTimeouts;
import org.posthorn.config.PosthornConfig;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.smtp.outbound.OutboundMessage.TlsWish;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.ByteContent;

/// A courier with a DNS of its own, in which `mx.remote.test` at 127.0.0.1 takes the mail of
/// `remote.test`, on a port that the test chooses.
final class CourierFixture implements AutoCloseable {
  static final String TEXT = "From: a@example.test\r\nSubject: hello\r\n\r\nHow are you?\r\n";

  final MapDns dns = new MapDns();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final List<Attempt> attempts = new CopyOnWriteArrayList<>();

  /// Whether more is due for every destination.
  volatile boolean moreWaits;

  private final StorageFixture storage;
  private final SmtpCourier courier;

  CourierFixture(int port, UnaryOperator<OutboundConfig> change) throws IOException {
    this(port, change, Clock.systemUTC());
  }

  CourierFixture(int port, UnaryOperator<OutboundConfig> change, Clock clock) throws IOException {
    storage = StorageFixture.memory(StorageFixture.options(), clock);
    dns.mx("remote.test", false, new MailExchanger(10, "mx.remote.test"));
    dns.a("mx.remote.test", false, "127.0.0.1");
    PosthornConfig defaults = PosthornConfig.defaults();
    OutboundConfig outbound =
        defaults.outbound().withPort(port).withTimeouts(patience(Duration.ofSeconds(20)));
    PosthornConfig config =
        defaults
            .withServer(defaults.server().withHostname("mail.example.test"))
            .withOutbound(change.apply(outbound));
    courier = SmtpCourier.open(config, dns, storage.mail().state(), registry, clock, attempts::add);
  }

  static OutboundTimeouts patience(Duration time) {
    return new OutboundTimeouts(time, time, time, time, time, time, time.multipliedBy(3));
  }

  List<RecipientResult> deliver(OutboundMessage message) {
    return courier.deliver(message, () -> moreWaits);
  }

  /// Sends [#TEXT] to addresses of one domain.
  List<RecipientResult> send(String... recipients) {
    return deliver(message(TEXT, recipients));
  }

  static OutboundMessage message(String content, String... recipients) {
    return message(content.getBytes(StandardCharsets.UTF_8), MailParameters.NONE, recipients);
  }

  static OutboundMessage message(byte[] content, MailParameters parameters, String... recipients) {
    return new OutboundMessage(
        "id-1",
        recipients[0].substring(recipients[0].lastIndexOf('@') + 1),
        new ReversePath.Sender(address("Sender@example.test")),
        parameters,
        TlsWish.NONE,
        new ByteContent(content),
        Stream.of(recipients)
            .map(text -> new Recipient(address(text), RcptParameters.NONE))
            .toList());
  }

  static OutboundMessage withTls(OutboundMessage message, TlsWish tls) {
    return new OutboundMessage(
        message.id(),
        message.destination(),
        message.sender(),
        message.parameters(),
        tls,
        message.content(),
        message.recipients());
  }

  static MailParameters body(BodyType type) {
    return new MailParameters(
        MailParameters.NONE.size(),
        type,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static MailParameters utf8() {
    return new MailParameters(
        MailParameters.NONE.size(),
        BodyType.EIGHT_BIT_MIME,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static RcptParameters notify(RcptParameters.Notify... events) {
    return new RcptParameters(Set.of(events), Optional.empty());
  }

  static EnvelopeAddress address(String text) {
    int at = text.lastIndexOf('@');
    return new EnvelopeAddress(text.substring(0, at), new HostPart.Domain(text.substring(at + 1)));
  }

  /// The status of a result in short: `delivered`, or its code.
  static String status(RecipientResult result) {
    return switch (result) {
      case RecipientResult.Delivered _ -> "delivered";
      case RecipientResult.Deferred(var trouble) -> trouble.status().toString();
      case RecipientResult.Failed(var trouble) -> trouble.status().toString();
    };
  }

  static List<String> statuses(List<RecipientResult> results) {
    return results.stream().map(CourierFixture::status).toList();
  }

  @Override
  public void close() {
    courier.close();
    storage.close();
  }
}
