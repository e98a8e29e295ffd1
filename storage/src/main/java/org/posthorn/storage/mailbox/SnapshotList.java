package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.MailboxId;

/// What a snapshot in the shared cache is made of. Immutable.
///
/// @param mailbox what it shows
/// @param uidValidity the mailbox's UIDVALIDITY then
/// @param modSeq the last change that it shows
/// @param pieces its chunks, ascending by UID
record SnapshotList(MailboxId mailbox, long uidValidity, long modSeq, List<Piece> pieces) {
  /// The most chunks of a snapshot in the shared cache: four million messages, 41 in memory.
  static final int MOST_PIECES = 4_096;

  /// What [#encode] makes is shorter.
  static final int MOST_OCTETS = 64 + MOST_PIECES * (BlobHash.LENGTH + 8);

  private static final int VERSION = 1;

  /// A chunk in the shared cache.
  ///
  /// @param hash the SHA-256 of its octets, which is its name
  /// @param octets how many those are
  /// @param messages how many it has
  record Piece(BlobHash hash, int octets, int messages) {}

  SnapshotList {
    pieces = List.copyOf(pieces);
  }

  byte[] encode() {
    Octets.Writer out = new Octets.Writer();
    out.octet(VERSION);
    out.number(mailbox.value());
    out.number(uidValidity);
    out.number(modSeq);
    out.number(pieces.size());
    for (Piece piece : pieces) {
      out.octets(piece.hash.bytes());
      out.number(piece.octets);
      out.number(piece.messages);
    }
    return out.toByteArray();
  }

  /// What [#encode] wrote.
  static SnapshotList decode(byte[] octets) throws Octets.Malformed {
    Octets.Reader in = new Octets.Reader(octets);
    if (in.octet() != VERSION) {
      throw new Octets.Malformed("another version");
    }
    MailboxId mailbox = new MailboxId(in.number(1, Long.MAX_VALUE));
    long uidValidity = in.number(1, Long.MAX_VALUE);
    long modSeq = in.number(1, Long.MAX_VALUE);
    int count = (int) in.number(0, MOST_PIECES);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BlobHash hash = BlobHash.of(in.octets(BlobHash.LENGTH));
      int length = (int) in.number(1, 2 * ChunkCodec.MOST_OCTETS);
      pieces.add(new Piece(hash, length, (int) in.number(1, Chunk.CAPACITY)));
    }
    in.end();
    return new SnapshotList(mailbox, uidValidity, modSeq, pieces);
  }
}
