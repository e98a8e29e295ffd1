package org.posthorn.smtp.policy.milter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.posthorn.smtp.policy.Findings;
import org.posthorn.smtp.policy.MessageInHand;
import org.posthorn.smtp.policy.Rewrite;
import org.posthorn.smtp.policy.TraceField;
import org.posthorn.storage.blob.BodyObserver;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolWriter;
import org.posthorn.storage.blob.SpooledBody;

/// Takes the changes that a filter wants, and makes the message that comes of them. For one thread.
///
/// Positions of new fields are counted as other mail servers count: 0 is above the Received field
/// that this server writes, 1 is right below it.
final class ChangedMessage implements MilterLink.EditSink, AutoCloseable {
  private static final int MAX_EDITS = 2_000;
  private static final int MAX_REASON = 100;

  private final MessageInHand before;
  private final HeaderFields header;
  private final EnvelopeEdits envelope;
  private final Spool spool;
  private final long maxSize;
  private final List<TraceField> above = new ArrayList<>(0);
  private final LineEnds lineEnds = new LineEnds();
  private Optional<SpoolWriter> newBody = Optional.empty();
  private Optional<String> quarantine = Optional.empty();
  private int edits;

  /// @param header of the message, to be changed
  ChangedMessage(MessageInHand before, HeaderFields header, MilterServices services) {
    this.before = before;
    this.header = header;
    this.envelope =
        new EnvelopeEdits(
            before.envelope(), new AddedRecipients(services.directory(), services.remote()));
    this.spool = services.spool();
    this.maxSize = services.maxMessageSize();
  }

  @Override
  public void edit(Answer.Edit edit) throws MilterFault {
    edits++;
    if (edits > MAX_EDITS) {
      throw new MilterFault("wants changes without end");
    }
    switch (edit) {
      case Answer.AddField(String name, String value) -> header.add(name, value);
      case Answer.InsertField(int index, String name, String value) -> insert(index, name, value);
      case Answer.ChangeField(int occurrence, String name, String value) ->
          header.change(occurrence, name, value);
      case Answer.ChangeSender(String path) -> envelope.sender(path);
      case Answer.AddRecipient(String path) -> envelope.add(path);
      case Answer.DeleteRecipient(String path) -> envelope.delete(path);
      case Answer.Quarantine(String reason) -> quarantine = Optional.of(plain(reason));
      case Answer.ReplaceBody _ -> throw new IllegalStateException("comes apart");
    }
  }

  private void insert(int index, String name, String value) throws MilterFault {
    if (index > 0) {
      header.insert(index - 1, name, value);
    } else if (HeaderFields.isName(name)) {
      above.add(new TraceField(name, utf8(HeaderFields.folded(value)).stripLeading()));
    } else {
      throw new MilterFault("names a field what cannot be the name of one");
    }
  }

  private static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String plain(String text) {
    String safe = text.replaceAll("[^ -~]", "?");
    return safe.substring(0, Math.min(MAX_REASON, safe.length()));
  }

  @Override
  public void body(byte[] octets, int offset, int length) {
    SpoolWriter writer = newBody.orElseGet(() -> spool.newBody(maxSize, BodyObserver.NONE));
    newBody = Optional.of(writer);
    lineEnds.write(octets, offset, length, writer::write);
  }

  /// What it comes to.
  ///
  /// @param owner gets the new message to close, if there is one
  Findings findings(Consumer<SpooledBody> owner) {
    Optional<Rewrite> rewrite =
        header.isChanged() || newBody.isPresent() || envelope.isChanged()
            ? Optional.of(new Rewrite(message(owner), envelope.result()))
            : Optional.empty();
    return new Findings(above, quarantine, rewrite);
  }

  private SpooledBody message(Consumer<SpooledBody> owner) {
    if (!header.isChanged() && newBody.isEmpty()) {
      return before.body();
    }
    try (SpoolWriter writer = spool.newBody(maxSize, BodyObserver.NONE)) {
      if (newBody.isPresent()) {
        lineEnds.end(newBody.get()::write);
        try (SpooledBody body = newBody.get().finish()) {
          put(writer, body.content(), 0);
        }
      } else {
        put(writer, before.body().content(), header.bodyStart());
      }
      SpooledBody message = writer.finish();
      owner.accept(message);
      return message;
    }
  }

  private void put(SpoolWriter writer, Content body, long start) {
    long length = body.size() - start;
    header.writeTo(writer::write, length > 0);
    if (length > 0) {
      body.writeTo(start, length, writer::write);
    }
  }

  /// What was changed, for the log.
  String words() {
    List<String> words = new ArrayList<>();
    if (header.isChanged() || !above.isEmpty()) {
      words.add("header");
    }
    newBody.ifPresent(_ -> words.add("body"));
    if (envelope.isChanged()) {
      words.add("envelope");
    }
    quarantine.ifPresent(reason -> words.add("quarantine (" + reason + ")"));
    String ignored =
        envelope.ignored().isEmpty() ? "" : ", left out " + String.join(" ", envelope.ignored());
    return words.isEmpty() ? "passed" + ignored : "changed " + String.join(", ", words) + ignored;
  }

  /// Gives back what was not used.
  @Override
  public void close() {
    newBody.ifPresent(SpoolWriter::close);
  }
}
