package org.posthorn.storage.mime;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes an [Envelope] of a message's header fields. One reader serves one message and all messages
/// in it, so that its limit on addresses holds for all of them.
final class EnvelopeReader {
  private int addressesLeft;

  EnvelopeReader(int maxAddresses) {
    this.addressesLeft = maxAddresses;
  }

  Envelope read(HeaderFields header) {
    Fields fields = new Fields();
    for (HeaderFields.Field field : header.fields()) {
      fields.take(field);
    }
    return fields.envelope();
  }

  private List<Address> addresses(List<Address> before, HeaderFields.Field field) {
    List<Address> parsed = AddressParser.parse(field.value(), addressesLeft);
    addressesLeft = Math.max(0, addressesLeft - parsed.size());
    if (before.isEmpty()) {
      return parsed;
    }
    List<Address> joined = new ArrayList<>(before);
    joined.addAll(parsed);
    return joined;
  }

  private final class Fields {
    private Optional<String> date = Optional.empty();
    private Optional<String> subject = Optional.empty();
    private Optional<String> inReplyTo = Optional.empty();
    private Optional<String> messageId = Optional.empty();
    private Optional<String> references = Optional.empty();
    private List<Address> from = List.of();
    private List<Address> sender = List.of();
    private List<Address> replyTo = List.of();
    private List<Address> to = List.of();
    private List<Address> cc = List.of();
    private List<Address> bcc = List.of();

    void take(HeaderFields.Field field) {
      if (field.is("Date")) {
        date = first(date, field);
      } else if (field.is("Subject")) {
        subject = first(subject, field);
      } else if (field.is("From")) {
        from = addresses(from, field);
      } else if (field.is("Sender")) {
        sender = addresses(sender, field);
      } else if (field.is("Reply-To")) {
        replyTo = addresses(replyTo, field);
      } else if (field.is("To")) {
        to = addresses(to, field);
      } else if (field.is("Cc")) {
        cc = addresses(cc, field);
      } else if (field.is("Bcc")) {
        bcc = addresses(bcc, field);
      } else if (field.is("In-Reply-To")) {
        inReplyTo = first(inReplyTo, field);
      } else if (field.is("Message-ID")) {
        messageId = first(messageId, field);
      } else if (field.is("References")) {
        references = first(references, field);
      }
    }

    private Optional<String> first(Optional<String> before, HeaderFields.Field field) {
      return before.isPresent() ? before : Optional.of(field.value());
    }

    Envelope envelope() {
      List<Address> author = List.copyOf(from);
      Optional<OffsetDateTime> sent = date.flatMap(SentDate::parse);
      return new Envelope(
          date,
          sent,
          subject,
          author,
          sender.isEmpty() ? author : sender, // RFC 3501 §7.4.2: missing or empty means From
          replyTo.isEmpty() ? author : replyTo,
          to,
          cc,
          bcc,
          inReplyTo,
          messageId,
          references);
    }
  }
}
