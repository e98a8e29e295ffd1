package org.posthorn.storage.mailbox;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.storage.model.Uid;

/// A [Chunk] as octets: a column after the other, most numbers as the difference to the message
/// before, compressed.
///
///     version (1)   length of the columns   zstd of the columns:
///     messages, UIDs, flags (1 each), mod-sequences, sizes, internal dates,
///     save dates less internal dates, ids of emails in two halves,
///     sets of keywords, and for each message the number of its set, 0 for none
///
/// What is decoded is a chunk that this program could have made, whatever it was given: [Chunk]'s
/// rules are checked, and memory is bounded by [#MOST_OCTETS].
final class ChunkCodec {
  private static final int VERSION = 1;

  /// The columns of a chunk take this at most; one that takes more is not encoded. It has 20 octets
  /// for a message usually.
  static final int MOST_OCTETS = 256 * 1024;

  private static final int LEVEL = 3;

  /// An id of an email has milliseconds in its upper bits,
  /// [org.posthorn.storage.engine.IdGenerator]
  /// says how many.
  private static final int LOW_BITS = 22;

  private static final long LOW = (1L << LOW_BITS) - 1;
  private static final int ALL_FLAGS = 0x1f;

  private ChunkCodec() {}

  /// The octets of a chunk; none where it is too large.
  static byte[] encode(Chunk chunk) {
    Octets.Writer out = new Octets.Writer();
    out.number(chunk.size);
    writeUids(out, chunk);
    for (int i = 0; i < chunk.size; i++) {
      out.octet(chunk.flags[i]);
    }
    writeDifferences(out, chunk.modSeqs);
    for (int i = 0; i < chunk.size; i++) {
      out.number(chunk.sizes[i]);
    }
    writeDifferences(out, chunk.internalDates);
    for (int i = 0; i < chunk.size; i++) {
      out.signed(chunk.saveDates[i] - chunk.internalDates[i]);
    }
    writeEmails(out, chunk);
    writeKeywords(out, chunk);
    return out.size() > MOST_OCTETS ? new byte[0] : compress(out.toByteArray());
  }

  private static void writeUids(Octets.Writer out, Chunk chunk) {
    long before = 0;
    for (int i = 0; i < chunk.size; i++) {
      out.number(chunk.uid(i) - before - 1);
      before = chunk.uid(i);
    }
  }

  private static void writeDifferences(Octets.Writer out, long[] values) {
    long before = 0;
    for (long value : values) {
      out.signed(value - before);
      before = value;
    }
  }

  private static void writeEmails(Octets.Writer out, Chunk chunk) {
    long before = 0;
    for (long id : chunk.emails) {
      out.signed((id >>> LOW_BITS) - before);
      before = id >>> LOW_BITS;
    }
    for (long id : chunk.emails) {
      out.number(id & LOW);
    }
  }

  private static void writeKeywords(Octets.Writer out, Chunk chunk) {
    Map<String, Integer> numbers = new HashMap<>();
    List<byte[]> sets = new ArrayList<>();
    int[] numberOf = new int[chunk.size];
    for (int i = 0; i < chunk.size; i++) {
      byte[] bits = chunk.keywordBits(i);
      if (bits.length > 0) {
        String name = new String(bits, java.nio.charset.StandardCharsets.ISO_8859_1);
        numberOf[i] =
            numbers.computeIfAbsent(
                name,
                _ -> {
                  sets.add(bits);
                  return sets.size();
                });
      }
    }
    out.number(sets.size());
    for (byte[] set : sets) {
      out.number(set.length);
      out.octets(set);
    }
    for (int i = 0; i < chunk.size && !sets.isEmpty(); i++) {
      out.number(numberOf[i]);
    }
  }

  private static byte[] compress(byte[] columns) {
    byte[] compressed = Zstd.compress(columns, LEVEL);
    Octets.Writer out = new Octets.Writer();
    out.octet(VERSION);
    out.number(columns.length);
    out.octets(compressed);
    return out.toByteArray();
  }

  /// The chunk that was encoded.
  static Chunk decode(byte[] octets) throws Octets.Malformed {
    Octets.Reader in = new Octets.Reader(decompress(octets));
    int size = (int) in.number(1, Chunk.CAPACITY);
    long[] uids = readUids(in, size);
    byte[] flags = in.octets(size);
    long[] modSeqs = readDifferences(in, size);
    long[] sizes = new long[size];
    for (int i = 0; i < size; i++) {
      sizes[i] = in.number(0, Long.MAX_VALUE);
    }
    long[] internalDates = readDifferences(in, size);
    long[] saveDates = new long[size];
    for (int i = 0; i < size; i++) {
      saveDates[i] = internalDates[i] + in.signed();
    }
    long[] emails = readEmails(in, size);
    byte[][] keywords = readKeywords(in, size);
    in.end();
    Chunk.Builder builder = new Chunk.Builder();
    for (int i = 0; i < size; i++) {
      check((flags[i] & ~ALL_FLAGS) == 0 && modSeqs[i] > 0 && emails[i] > 0);
      builder.add(
          uids[i],
          flags[i],
          modSeqs[i],
          sizes[i],
          internalDates[i],
          saveDates[i],
          emails[i],
          keywords[i]);
    }
    return builder.build();
  }

  private static void check(boolean fits) throws Octets.Malformed {
    if (!fits) {
      throw new Octets.Malformed("no such message");
    }
  }

  private static byte[] decompress(byte[] octets) throws Octets.Malformed {
    Octets.Reader in = new Octets.Reader(octets);
    if (in.octet() != VERSION) {
      throw new Octets.Malformed("another version");
    }
    byte[] columns = new byte[(int) in.number(1, MOST_OCTETS)];
    byte[] compressed = in.octets(in.remaining());
    try {
      long length =
          Zstd.decompressByteArray(columns, 0, columns.length, compressed, 0, compressed.length);
      if (length != columns.length) {
        throw new Octets.Malformed("not as long as it says");
      }
    } catch (ZstdException _) {
      throw new Octets.Malformed("cannot be decompressed");
    }
    return columns;
  }

  private static long[] readUids(Octets.Reader in, int size) throws Octets.Malformed {
    long[] uids = new long[size];
    long before = 0;
    for (int i = 0; i < size; i++) {
      before += 1 + in.number(0, Uid.MAX);
      check(before <= Uid.MAX);
      uids[i] = before;
    }
    return uids;
  }

  private static long[] readDifferences(Octets.Reader in, int size) throws Octets.Malformed {
    long[] values = new long[size];
    long before = 0;
    for (int i = 0; i < size; i++) {
      before += in.signed();
      values[i] = before;
    }
    return values;
  }

  private static long[] readEmails(Octets.Reader in, int size) throws Octets.Malformed {
    long[] emails = readDifferences(in, size);
    for (int i = 0; i < size; i++) {
      check(emails[i] >= 0 && emails[i] <= Long.MAX_VALUE >>> LOW_BITS);
      emails[i] = emails[i] << LOW_BITS | in.number(0, LOW);
    }
    return emails;
  }

  private static byte[][] readKeywords(Octets.Reader in, int size) throws Octets.Malformed {
    int count = (int) in.number(0, size);
    byte[][] sets = new byte[count + 1][];
    sets[0] = org.posthorn.storage.schema.KeywordBits.NONE;
    for (int i = 1; i <= count; i++) {
      sets[i] = in.octets((int) in.number(1, in.remaining()));
      // Equal sets are equal octets: none ends in zero.
      check(sets[i][sets[i].length - 1] != 0);
    }
    byte[][] keywords = new byte[size][];
    for (int i = 0; i < size; i++) {
      keywords[i] = sets[count == 0 ? 0 : (int) in.number(0, count)];
    }
    return keywords;
  }
}
