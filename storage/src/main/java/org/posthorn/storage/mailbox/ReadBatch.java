package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.engine.Pending;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.StructureRow;

/// A batch of messages that is read together: [#begin] looks into the caches and has what is
/// missing read, [#message] waits for that. Between the two only a reader of the store touches it.
final class ReadBatch {
  private final MessageReader reader;
  private final AccountId owner;
  private final ChunkedSnapshot snapshot;
  private final int[] indexes;
  private final int size;
  private final EnumSet<Want> wants;

  /// By place in the batch; null where it is not there or not wanted.
  private final @Nullable EmailInfo[] emails;

  private final @Nullable MessageStructure[] structures;
  private final @Nullable Content[] bodies;

  /// Places of which rows and octets are to be read.
  private final List<Integer> unknown = new ArrayList<>();

  private final List<Integer> unparsed = new ArrayList<>();
  private final List<Integer> lacking = new ArrayList<>();

  private Optional<Pending<Boolean>> pending = Optional.empty();

  /// @param indexes places in the snapshot, of which the first `size` count
  ReadBatch(
      MessageReader reader,
      AccountId owner,
      ChunkedSnapshot snapshot,
      int[] indexes,
      int size,
      EnumSet<Want> wants) {
    this.reader = reader;
    this.owner = owner;
    this.snapshot = snapshot;
    this.indexes = indexes;
    this.size = size;
    this.wants = wants;
    this.emails = new EmailInfo[size];
    this.structures = new MessageStructure[size];
    this.bodies = new Content[size];
  }

  int size() {
    return size;
  }

  private EmailId id(int place) {
    return snapshot.email(indexes[place]);
  }

  /// Starts to read what is wanted and not cached.
  ///
  /// @param maxBytes of bodies that are brought into memory; what is beyond is read when it is used
  void begin(long maxBytes) {
    for (int i = 0; i < size; i++) {
      EmailInfo known = reader.emails.getIfPresent(id(i));
      if (known == null) {
        unknown.add(i);
      } else {
        take(i, known);
      }
    }
    if (!unknown.isEmpty() || !unparsed.isEmpty()) {
      pending = Optional.of(reader.store.begin(this::readRows, _ -> readOctets(maxBytes)));
    } else if (!lacking.isEmpty()) {
      pending = Optional.of(reader.store.begin(() -> readOctets(maxBytes)));
    }
  }

  /// Notes what is missing of a message whose email is known.
  private void take(int place, EmailInfo email) {
    emails[place] = email;
    if (wants.contains(Want.STRUCTURE)) {
      Optional<MessageStructure> cached = reader.structures.cached(email.blob());
      if (cached.isPresent()) {
        structures[place] = cached.get();
      } else {
        unparsed.add(place);
      }
    }
    boolean whole = wants.contains(Want.CONTENT);
    if (whole || (wants.contains(Want.HEADER) && email.header().isEmpty())) {
      byte[] body = reader.bodies.getIfPresent(email.blob());
      if (body == null) {
        lacking.add(place);
      } else {
        bodies[place] = new ByteContent(body);
        if (!whole) {
          keepHeader(place, email, body, true);
        }
      }
    }
  }

  private boolean readRows(View view) {
    emailsFromShared();
    if (!unknown.isEmpty()) {
      readEmails(view);
    }
    structuresFromShared();
    if (!unparsed.isEmpty()) {
      readStructures(view);
    }
    return true;
  }

  private void emailsFromShared() {
    Map<EmailId, EmailInfo> shared = reader.shared.emails(unknown.stream().map(this::id).toList());
    for (int place : List.copyOf(unknown)) {
      EmailInfo email = shared.get(id(place));
      if (email != null) {
        reader.emails.put(id(place), email);
        take(place, email);
        unknown.remove((Integer) place);
      }
    }
  }

  private void structuresFromShared() {
    Map<BlobHash, StructureRow> shared =
        reader.shared.structures(unparsed.stream().map(this::blob).toList());
    for (int place : List.copyOf(unparsed)) {
      Optional<MessageStructure> structure =
          Optional.ofNullable(shared.get(blob(place))).flatMap(reader.structures::decode);
      if (structure.isPresent()) {
        structures[place] = structure.get();
        unparsed.remove((Integer) place);
      }
    }
  }

  /// What never changes in a row may come from a copy; what that lacks the store has.
  private void readEmails(View view) {
    List<byte[]> keys = emailKeys();
    List<Optional<EmailRow>> copies = reader.store.lookUpCopies(EmailRow.TABLE, keys);
    if (!copies.isEmpty()) {
      takeEmails(copies);
      keys = emailKeys();
    }
    if (!keys.isEmpty()) {
      takeEmails(view.getAll(EmailRow.TABLE, keys));
    }
  }

  private List<byte[]> emailKeys() {
    return unknown.stream().map(i -> EmailRow.TABLE.key(owner, id(i))).toList();
  }

  /// @param rows in the order of the unknown ones
  private void takeEmails(List<Optional<EmailRow>> rows) {
    List<Integer> places = List.copyOf(unknown);
    unknown.clear();
    for (int i = 0; i < rows.size(); i++) {
      int place = places.get(i);
      if (rows.get(i).isPresent()) {
        EmailInfo email = EmailInfo.of(rows.get(i).get());
        reader.emails.put(id(place), email);
        reader.shared.put(id(place), email);
        take(place, email);
      } else {
        unknown.add(place);
      }
    }
  }

  /// The same; a copy may still have what an older scanner made.
  private void readStructures(View view) {
    List<byte[]> keys = structureKeys();
    List<Optional<StructureRow>> copies = reader.store.lookUpCopies(StructureRow.TABLE, keys);
    if (!copies.isEmpty()) {
      takeStructures(copies);
      keys = structureKeys();
    }
    if (!keys.isEmpty()) {
      takeStructures(view.getAll(StructureRow.TABLE, keys));
    }
  }

  private List<byte[]> structureKeys() {
    return unparsed.stream().map(i -> StructureRow.TABLE.key(blob(i))).toList();
  }

  private void takeStructures(List<Optional<StructureRow>> rows) {
    List<Integer> places = List.copyOf(unparsed);
    unparsed.clear();
    for (int i = 0; i < rows.size(); i++) {
      int place = places.get(i);
      rows.get(i).ifPresent(reader.shared::put);
      Optional<MessageStructure> structure = rows.get(i).flatMap(reader.structures::decode);
      if (structure.isPresent()) {
        structures[place] = structure.get();
      } else {
        unparsed.add(place);
      }
    }
  }

  private BlobHash blob(int place) {
    return email(place).blob();
  }

  private EmailInfo email(int place) {
    EmailInfo email = emails[place];
    if (email == null) {
      throw new IllegalStateException("the message is gone");
    }
    return email;
  }

  private void bodiesFromShared() {
    Map<BlobHash, byte[]> shared = reader.shared.bodies(lacking.stream().map(this::blob).toList());
    for (int place : List.copyOf(lacking)) {
      byte[] body = shared.get(blob(place));
      if (body != null) {
        bodies[place] = new ByteContent(body);
        keepInMemory(blob(place), body);
        if (!wants.contains(Want.CONTENT)) {
          keepHeader(place, email(place), body, true);
        }
        lacking.remove((Integer) place);
      }
    }
  }

  private void keepInMemory(BlobHash hash, byte[] body) {
    if (body.length <= MessageReader.CACHED_BODY) {
      reader.bodies.put(hash, body);
    }
  }

  private boolean readOctets(long maxBytes) {
    bodiesFromShared();
    if (lacking.isEmpty()) {
      return true;
    }
    List<BlobHash> hashes = lacking.stream().map(this::blob).toList();
    if (wants.contains(Want.CONTENT)) {
      List<Optional<Content>> read = reader.store.readBodies(hashes, maxBytes);
      for (int i = 0; i < read.size(); i++) {
        bodies[lacking.get(i)] = read.get(i).orElse(null);
        keepBody(hashes.get(i), read.get(i));
      }
    } else {
      List<Optional<byte[]>> starts = reader.store.readStarts(hashes, MessageReader.CACHED_HEADER);
      for (int i = 0; i < starts.size(); i++) {
        int place = lacking.get(i);
        starts
            .get(i)
            .ifPresent(
                start ->
                    keepHeader(
                        place, email(place), start, start.length < MessageReader.CACHED_HEADER));
      }
    }
    return true;
  }

  private void keepBody(BlobHash hash, Optional<Content> body) {
    if (body.isPresent() && body.get() instanceof ByteContent bytes) {
      keepInMemory(hash, bytes.array());
      reader.shared.put(hash, bytes.array());
    }
  }

  private void keepHeader(int place, EmailInfo email, byte[] start, boolean whole) {
    EmailInfo more = email.withHeaderOf(start, whole);
    if (more.header().isPresent()) {
      emails[place] = more;
      reader.emails.put(id(place), more);
      reader.shared.put(id(place), more);
    }
  }

  /// The message at a place in the batch; empty where it is gone.
  Optional<StoredMessage> message(int place) {
    if (pending.isPresent()) {
      pending.get().await();
      pending = Optional.empty();
    }
    return emails[place] == null ? Optional.empty() : Optional.of(new Message(place));
  }

  private final class Message implements StoredMessage {
    private final int place;

    Message(int place) {
      this.place = place;
    }

    @Override
    public long uid() {
      return snapshot.uid(indexes[place]);
    }

    @Override
    public EmailId email() {
      return id(place);
    }

    @Override
    public Instant internalDate() {
      return snapshot.internalDate(indexes[place]);
    }

    @Override
    public Content content() {
      return PrefixedContent.of(ReadBatch.this.email(place).prefix(), body());
    }

    @Override
    public Content header() {
      EmailInfo email = ReadBatch.this.email(place);
      return email.header().isEmpty()
          ? content()
          : PrefixedContent.of(email.prefix(), new ByteContent(email.header().get()));
    }

    private Content body() {
      Content body = bodies[place];
      if (body == null) {
        body = reader.store.content(blob(place)).orElseThrow(Message::missing);
        bodies[place] = body;
      }
      return body;
    }

    private static StorageException missing() {
      return new StorageException(new StorageError.Corrupt("the message's body is missing"));
    }

    @Override
    public int prefixLength() {
      return ReadBatch.this.email(place).prefix().length;
    }

    @Override
    public MessageStructure structure() {
      MessageStructure structure = structures[place];
      if (structure == null) {
        structure = reader.structures.get(blob(place));
        structures[place] = structure;
      }
      return structure;
    }
  }
}
