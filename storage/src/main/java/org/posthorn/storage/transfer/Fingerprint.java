package org.posthorn.storage.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.BlobHash;

/// What tells the rows of a table from others: how many there are, and a SHA-256 over all of them
/// in the order of their keys.
record Fingerprint(long rows, BlobHash hash) {
  private static final int STEP = 1_000;

  static <R> Fingerprint of(Engine engine, Table<R> table, String what, Progress progress) {
    MessageDigest digest = sha256();
    long[] rows = {0};
    try (EngineView view = engine.view()) {
      view.scan(
          Scan.of(table, KeyRange.all()),
          (key, row) -> {
            feed(digest, key);
            feed(digest, table.encode(row));
            if (++rows[0] % STEP == 0) {
              progress.progress(what, rows[0], 0);
            }
            return true;
          });
    }
    progress.progress(what, rows[0], 0);
    return new Fingerprint(rows[0], BlobHash.of(digest.digest()));
  }

  static <R> long count(Engine engine, Table<R> table) {
    long[] rows = {0};
    try (EngineView view = engine.view()) {
      view.scan(
          Scan.of(table, KeyRange.all()),
          (_, _) -> {
            rows[0]++;
            return true;
          });
    }
    return rows[0];
  }

  private static void feed(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
