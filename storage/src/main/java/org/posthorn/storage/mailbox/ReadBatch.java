package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mailbox.MessageReader.EmailInfo;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.StructureRow;

/// A batch of messages that is read together. One thread.
final class ReadBatch {
  private final MessageReader reader;
  private final AccountId owner;
  private final ChunkedSnapshot snapshot;
  private final List<Integer> indexes;
  private final Map<EmailId, EmailInfo> emails = new HashMap<>();
  private final Map<BlobHash, MessageStructure> structures = new HashMap<>();
  private final Map<BlobHash, Content> bodies = new HashMap<>();

  ReadBatch(
      MessageReader reader, AccountId owner, ChunkedSnapshot snapshot, List<Integer> indexes) {
    this.reader = reader;
    this.owner = owner;
    this.snapshot = snapshot;
    this.indexes = indexes;
  }

  /// Reads what is wanted and not cached.
  void load(EnumSet<Want> wants) {
    Set<EmailId> unknown = new LinkedHashSet<>();
    for (int index : indexes) {
      EmailId id = snapshot.email(index);
      EmailInfo cached = reader.emails.getIfPresent(id);
      if (cached == null) {
        unknown.add(id);
      } else {
        emails.put(id, cached);
      }
    }
    Set<BlobHash> unparsed = new LinkedHashSet<>();
    if (wants.contains(Want.STRUCTURE)) {
      emails.values().forEach(email -> noteStructure(email.blob(), unparsed));
    }
    if (!unknown.isEmpty() || !unparsed.isEmpty()) {
      readRows(List.copyOf(unknown), unparsed, wants.contains(Want.STRUCTURE));
    }
    if (wants.contains(Want.HEADER) || wants.contains(Want.CONTENT)) {
      readBodies();
    }
  }

  private void noteStructure(BlobHash hash, Set<BlobHash> unparsed) {
    reader
        .structures
        .cached(hash)
        .ifPresentOrElse(found -> structures.put(hash, found), () -> unparsed.add(hash));
  }

  /// What one hop to the readers brings.
  private record Rows(List<Optional<EmailRow>> emails, List<Optional<StructureRow>> structures) {}

  private void readRows(List<EmailId> unknown, Set<BlobHash> unparsed, boolean parse) {
    List<byte[]> keys = unknown.stream().map(id -> EmailRow.TABLE.key(owner, id)).toList();
    Rows rows =
        reader.store.read(
            view -> {
              List<Optional<EmailRow>> found = view.getAll(EmailRow.TABLE, keys);
              Set<BlobHash> hashes = new LinkedHashSet<>(unparsed);
              if (parse) {
                found.stream().flatMap(Optional::stream).forEach(row -> hashes.add(row.blob()));
              }
              List<byte[]> structureKeys =
                  hashes.stream().map(hash -> StructureRow.TABLE.key(hash)).toList();
              return new Rows(found, view.getAll(StructureRow.TABLE, structureKeys));
            });
    for (Optional<EmailRow> row : rows.emails) {
      row.ifPresent(this::take);
    }
    for (Optional<StructureRow> row : rows.structures) {
      row.flatMap(reader.structures::decode)
          .ifPresent(structure -> structures.put(row.get().hash(), structure));
    }
  }

  private void take(EmailRow row) {
    EmailInfo info = new EmailInfo(row.blob(), row.prefix(), row.bodySize());
    reader.emails.put(row.id(), info);
    emails.put(row.id(), info);
  }

  private void readBodies() {
    List<BlobHash> missing = new ArrayList<>();
    for (EmailInfo email : emails.values()) {
      if (bodies.containsKey(email.blob())) {
        continue;
      }
      byte[] cached = reader.bodies.getIfPresent(email.blob());
      if (cached == null) {
        missing.add(email.blob());
      } else {
        bodies.put(email.blob(), new ByteContent(cached));
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    List<BlobHash> distinct = missing.stream().distinct().toList();
    List<Optional<Content>> read = reader.store.readBodies(distinct, reader.batchBytes());
    for (int i = 0; i < distinct.size(); i++) {
      BlobHash hash = distinct.get(i);
      read.get(i).ifPresent(content -> keep(hash, content));
    }
  }

  private void keep(BlobHash hash, Content content) {
    if (content instanceof ByteContent bytes && bytes.size() <= MessageReader.CACHED_BODY) {
      reader.bodies.put(hash, bytes.array());
    }
    bodies.put(hash, content);
  }

  /// The message at a place in the batch; empty where it is gone.
  Optional<StoredMessage> message(int at) {
    int index = indexes.get(at);
    EmailId id = snapshot.email(index);
    return Optional.ofNullable(emails.get(id))
        .map(email -> new Message(snapshot.uid(index), id, snapshot.internalDate(index), email));
  }

  private final class Message implements StoredMessage {
    private final long uid;
    private final EmailId id;
    private final Instant internalDate;
    private final EmailInfo email;

    Message(long uid, EmailId id, Instant internalDate, EmailInfo email) {
      this.uid = uid;
      this.id = id;
      this.internalDate = internalDate;
      this.email = email;
    }

    @Override
    public long uid() {
      return uid;
    }

    @Override
    public EmailId email() {
      return id;
    }

    @Override
    public Instant internalDate() {
      return internalDate;
    }

    @Override
    public Content content() {
      return PrefixedContent.of(email.prefix(), body());
    }

    private Content body() {
      return bodies.computeIfAbsent(
          email.blob(),
          hash ->
              reader
                  .store
                  .content(hash)
                  .orElseThrow(
                      () ->
                          new StorageException(
                              new StorageError.Corrupt("the message's body is missing"))));
    }

    @Override
    public int prefixLength() {
      return email.prefix().length;
    }

    @Override
    public MessageStructure structure() {
      return structures.computeIfAbsent(email.blob(), reader.structures::get);
    }
  }
}
