package org.posthorn.storage.mailbox;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.mime.StructureCodec;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.schema.StructureRow;

/// What of messages is kept in the shared cache: bodies, which prove themselves by their hash;
/// structures, which stand under that hash and the scanner's version; and the part of emails that
/// never changes, under their ids, which are never given twice. Thread-safe.
record SharedMail(SharedCache cache) {
  private static final int HASH = 32;
  private static final int FIXED = HASH + Byte.BYTES + Integer.BYTES;
  private static final byte[] NONE = {};

  /// The emails that are there.
  Map<EmailId, EmailInfo> emails(Collection<EmailId> ids) {
    return find(ids, SharedMail::name, SharedMail::email);
  }

  void put(EmailId id, EmailInfo email) {
    if (cache.isUsed()) {
      byte[] header = email.header().orElse(NONE);
      cache.put(
          name(id),
          ByteBuffer.allocate(FIXED + email.prefix().length + header.length)
              .put(email.blob().bytes())
              .put((byte) (email.header().isPresent() ? 1 : 0))
              .putInt(email.prefix().length)
              .put(email.prefix())
              .put(header)
              .array());
    }
  }

  private static String name(EmailId id) {
    return "email:" + id.value();
  }

  private static Optional<EmailInfo> email(EmailId id, byte[] value) {
    if (value.length < FIXED) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(value);
    byte[] hash = new byte[HASH];
    in.get(hash);
    boolean withHeader = in.get() == 1;
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      return Optional.empty();
    }
    byte[] prefix = new byte[length];
    in.get(prefix);
    byte[] header = new byte[in.remaining()];
    in.get(header);
    return Optional.of(
        new EmailInfo(
            BlobHash.of(hash), prefix, withHeader ? Optional.of(header) : Optional.empty()));
  }

  /// The structures that are there, as rows.
  Map<BlobHash, StructureRow> structures(Collection<BlobHash> hashes) {
    return find(
        hashes,
        SharedMail::structureName,
        (hash, value) -> Optional.of(new StructureRow(hash, StructureCodec.VERSION, value)));
  }

  void put(StructureRow row) {
    if (cache.isUsed() && row.parser() == StructureCodec.VERSION) {
      cache.put(structureName(row.hash()), row.encoded());
    }
  }

  private static String structureName(BlobHash hash) {
    return "structure:" + StructureCodec.VERSION + ':' + hash;
  }

  /// The bodies that are there.
  Map<BlobHash, byte[]> bodies(Collection<BlobHash> hashes) {
    return find(
        hashes,
        SharedMail::bodyName,
        (hash, octets) -> sha256(octets).equals(hash) ? Optional.of(octets) : Optional.empty());
  }

  void put(BlobHash hash, byte[] body) {
    if (body.length <= cache.largest()) {
      cache.put(bodyName(hash), body);
    }
  }

  private static String bodyName(BlobHash hash) {
    return "body:" + hash;
  }

  static BlobHash sha256(byte[] octets) {
    try {
      return BlobHash.of(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /// Makes a value of octets, unless they are damaged.
  @FunctionalInterface
  private interface Decoder<K, V> {
    Optional<V> decode(K key, byte[] value);
  }

  private <K, V> Map<K, V> find(
      Collection<K> keys, Function<K, String> name, Decoder<K, V> decoder) {
    if (keys.isEmpty() || !cache.isUsed()) {
      return Map.of();
    }
    Map<String, K> names = keys.stream().distinct().collect(Collectors.toMap(name, key -> key));
    Map<K, V> found = new HashMap<>();
    cache
        .get(names.keySet())
        .forEach(
            (text, value) -> {
              K key = names.get(text);
              if (key != null) {
                decoder.decode(key, value).ifPresent(one -> found.put(key, one));
              }
            });
    return found;
  }
}
