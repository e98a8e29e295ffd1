package org.posthorn.smtp.outbound.client;

import java.util.Arrays;
import java.util.Optional;

/// Sends octets as chunks (RFC 3030 §2). Once the peer has refused one, the rest is dropped.
final class Chunks implements OutgoingBody.Sink {
  private static final int FIRST = 16 * 1024;
  private static final int LARGEST = 256 * 1024;

  private final Wire wire;
  private final ClientTimeouts timeouts;
  private final boolean pipelining;
  private byte[] chunk = new byte[FIRST];
  private int filled;
  private boolean unanswered;
  private Optional<PeerReply> refusal = Optional.empty();

  Chunks(Wire wire, ClientTimeouts timeouts, boolean pipelining) {
    this.wire = wire;
    this.timeouts = timeouts;
    this.pipelining = pipelining;
  }

  /// What the peer said to the chunk that it did not want.
  Optional<PeerReply> refusal() {
    return refusal;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ClientException {
    int done = 0;
    while (done < length && refusal.isEmpty()) {
      if (filled == LARGEST) {
        send("BDAT " + filled);
        if (unanswered) {
          readAnswer();
        }
        unanswered = true;
        if (!pipelining) {
          awaitAnswer();
        }
      }
      int part = Math.min(length - done, LARGEST - filled);
      if (filled + part > chunk.length) {
        chunk = Arrays.copyOf(chunk, Math.min(LARGEST, Math.max(filled + part, 4 * chunk.length)));
      }
      System.arraycopy(bytes, offset + done, chunk, filled, part);
      filled += part;
      done += part;
    }
  }

  /// Sends the last chunk, once all before it are answered; its own answer is not read.
  void last() throws ClientException {
    awaitAnswer();
    if (refusal.isEmpty()) {
      send("BDAT " + filled + " LAST");
    }
  }

  private void send(String command) throws ClientException {
    wire.command(command, timeouts.block());
    wire.write(chunk, 0, filled, timeouts.block());
    filled = 0;
  }

  private void awaitAnswer() throws ClientException {
    if (unanswered) {
      unanswered = false;
      readAnswer();
    }
  }

  private void readAnswer() throws ClientException {
    PeerReply reply = wire.reply("a chunk", timeouts.dataEnd());
    if (!reply.isPositive() && refusal.isEmpty()) {
      refusal = Optional.of(reply);
    }
  }
}
