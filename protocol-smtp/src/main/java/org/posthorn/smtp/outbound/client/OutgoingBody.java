package org.posthorn.smtp.outbound.client;

import org.posthorn.storage.blob.Content;

/// Octets on their way to the wire, in the form that the peer can take.
interface OutgoingBody {
  /// Hands all octets to the sink, piece by piece.
  void writeTo(Sink sink) throws ClientException;

  /// Takes octets; the array is only lent.
  @FunctionalInterface
  interface Sink {
    void accept(byte[] bytes, int offset, int length) throws ClientException;
  }

  /// Content as it is.
  record Plain(Content content) implements OutgoingBody {
    @Override
    public void writeTo(Sink sink) throws ClientException {
      copy(content, 0, content.size(), sink);
    }
  }

  /// Hands a slice of the content to the sink. It is read in pieces, so that nothing of the store
  /// is held while the network is slow.
  static void copy(Content content, long start, long end, Sink sink) throws ClientException {
    for (long at = start; at < end; at += SLICE) {
      int length = (int) Math.min(SLICE, end - at);
      sink.accept(content.read(at, length), 0, length);
    }
  }

  /// The largest piece that is read at once.
  int SLICE = 64 * 1024;
}
