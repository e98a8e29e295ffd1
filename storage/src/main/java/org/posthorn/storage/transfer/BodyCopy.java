package org.posthorn.storage.transfer;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.blob.BodyObserver;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolWriter;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.BlobRow;

/// Copies bodies through the spool, each together with its row of table `blob`, and reads them all
/// in the end. A body whose octets do not have its hash goes nowhere.
record BodyCopy(Engine source, Spool spool, TargetWriter writer) {
  private static final int MOST_BODIES = 256;
  private static final long MOST_BYTES = 8L << 20;

  void copy(List<BlobRow> rows) {
    int from = 0;
    while (from < rows.size()) {
      int to = from;
      long bytes = 0;
      while (to < rows.size()
          && to - from < MOST_BODIES
          && (to == from || bytes + rows.get(to).size() <= MOST_BYTES)) {
        bytes += rows.get(to++).size();
      }
      copyTogether(rows.subList(from, to));
      from = to;
    }
  }

  private void copyTogether(List<BlobRow> rows) {
    List<SpooledBody> spooled = new ArrayList<>(rows.size());
    try {
      for (BlobRow row : rows) {
        spooled.add(spool(row.hash()));
      }
      writer.insert(BlobRow.TABLE, rows, spooled);
    } finally {
      spooled.forEach(SpooledBody::close);
    }
  }

  private SpooledBody spool(BlobHash hash) {
    try (EngineBody body = open(source, hash);
        SpoolWriter into = spool.newBody(body.size(), BodyObserver.NONE)) {
      body.writeTo(0, body.size(), into::write);
      SpooledBody spooled = into.finish();
      if (!spooled.hash().equals(hash)) {
        spooled.close();
        throw damaged(hash);
      }
      return spooled;
    }
  }

  private static EngineBody open(Engine engine, BlobHash hash) {
    return engine
        .openBody(hash)
        .orElseThrow(
            () -> new StorageException(new StorageError.Corrupt("body " + hash + " is missing")));
  }

  private static StorageException damaged(BlobHash hash) {
    return new StorageException(
        new StorageError.Corrupt("body %s is damaged: its octets do not match it".formatted(hash)));
  }

  /// Reads the bodies of all rows in an engine.
  void check(Engine engine, long total, Progress progress) {
    RowPages<BlobRow> pages = new RowPages<>(engine, BlobRow.TABLE, Optional.empty());
    long done = 0;
    for (List<BlobRow> page = pages.next(); !page.isEmpty(); page = pages.next()) {
      for (BlobRow row : page) {
        check(engine, row);
        progress.progress("reading bodies", ++done, total);
      }
    }
  }

  private static void check(Engine engine, BlobRow row) {
    MessageDigest digest = Fingerprint.sha256();
    try (EngineBody body = open(engine, row.hash())) {
      body.writeTo(0, body.size(), digest::update);
      if (!BlobHash.of(digest.digest()).equals(row.hash())) {
        throw damaged(row.hash());
      }
    }
  }
}
