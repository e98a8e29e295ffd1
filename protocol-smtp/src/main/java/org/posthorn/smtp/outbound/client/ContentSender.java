package org.posthorn.smtp.outbound.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.posthorn.smtp.outbound.client.ClientException.Kind;

/// Sends the message itself, by DATA (RFC 5321 §4.1.1.4) or in chunks (RFC 3030). For one message.
final class ContentSender {
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Wire wire;
  private final ClientTimeouts timeouts;
  private final OutgoingBody body;

  ContentSender(Wire wire, ClientTimeouts timeouts, OutgoingBody body) {
    this.wire = wire;
    this.timeouts = timeouts;
    this.body = body;
  }

  /// Sends all of the message but its end.
  ///
  /// @return what the peer said where it did not want to hear it all
  Optional<PeerReply> data() throws ClientException {
    try {
      LineEncoder lines =
          new LineEncoder(
              (b, offset, length) -> wire.write(b, offset, length, timeouts.block()), true);
      body.writeTo(lines);
      lines.finish();
      wire.flush(timeouts.block());
    } catch (ClientException e) {
      return Optional.of(lastWords(e));
    }
    wire.write(END, 0, END.length, timeouts.block());
    return Optional.empty();
  }

  /// Sends all of the message in chunks.
  ///
  /// @param binary whether the octets go as they are
  /// @param pipelining whether a chunk may go before the one before it is answered
  /// @return what the peer said where it did not want to hear it all
  Optional<PeerReply> chunks(boolean binary, boolean pipelining) throws ClientException {
    Chunks chunks = new Chunks(wire, timeouts, pipelining);
    try {
      if (binary) {
        body.writeTo(chunks);
      } else {
        LineEncoder lines = new LineEncoder(chunks, false);
        body.writeTo(lines);
        lines.finish();
      }
      chunks.last();
      return chunks.refusal();
    } catch (ClientException e) {
      return Optional.of(lastWords(e));
    }
  }

  /// What the peer says to all of it.
  PeerReply lastAnswer() throws ClientException {
    return wire.reply("the message", timeouts.dataEnd());
  }

  /// A peer that closes in the middle of a message may have said why.
  private PeerReply lastWords(ClientException e) throws ClientException {
    if (e.kind() != Kind.CLOSED) {
      throw e;
    }
    try {
      PeerReply reply = wire.reply("the message", LAST_WORDS);
      if (reply.isTransient() || reply.isPermanent()) {
        return reply;
      }
    } catch (ClientException _) {
      // It has said nothing.
    }
    throw e;
  }
}
