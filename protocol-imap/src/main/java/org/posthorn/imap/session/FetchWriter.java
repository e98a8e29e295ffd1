package org.posthorn.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.imap.command.FetchItem;
import org.posthorn.imap.command.FetchItem.Attribute;
import org.posthorn.imap.wire.FetchEncoder;
import org.posthorn.imap.wire.ImapEncoder;
import org.posthorn.imap.wire.SectionLabel;
import org.posthorn.protocol.frame.ConnectionEndedException;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.mime.FieldChoice;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SystemFlag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the FETCH responses of one command (RFC 3501 §7.4.2): what the snapshot knows straight
/// from it, the rest from the message, whose octets stream through in chunks.
final class FetchWriter {
  private static final Logger LOG = LoggerFactory.getLogger(FetchWriter.class);

  /// Octets up to this that are not in memory are read whole before anything of the response is
  /// sent, so that a damaged body is answered with NO and does not end the connection.
  private static final int READ_WHOLE = 64 * 1024;

  private final ImapEncoder out;
  private final SelectedMailbox view;
  private final MailboxSnapshot snapshot;
  private final FetchPlan plan;
  private final boolean plainFlags;

  /// For each item that is octets, in the order of the plan.
  private final List<PlannedOctets> planned = new ArrayList<>();

  /// What can be made ready once for all messages.
  private record PlannedOctets(FetchItem.Octets item, SectionLabel label, FieldChoice choice) {}

  FetchWriter(ImapEncoder out, SelectedMailbox view, FetchPlan plan) {
    this.out = out;
    this.view = view;
    this.snapshot = view.snapshot();
    this.plan = plan;
    this.plainFlags = snapshot.keywords().isEmpty();
    for (FetchItem item : plan.items()) {
      if (item instanceof FetchItem.Octets octets) {
        planned.add(
            new PlannedOctets(octets, SectionLabel.of(octets), Sections.choice(octets.section())));
      }
    }
  }

  /// Tells a message's flags because they changed.
  static void flagsOnly(ImapEncoder out, SelectedMailbox view, int index, boolean withUid)
      throws IOException {
    long uid = view.snapshot().uid(index);
    FetchEncoder fetch = out.fetch(view.number(index));
    if (withUid) {
      fetch.uid(uid);
    }
    fetch.flags(view.snapshot().flags(index), view.isRecent(uid)).end();
  }

  /// A response of which the snapshot knows everything.
  void write(int index) throws IOException {
    FetchEncoder fetch = out.fetch(view.number(index));
    for (FetchItem item : plan.items()) {
      attribute(fetch, (Attribute) item, index, 0);
    }
    fetch.end();
  }

  /// A response that needs the message.
  ///
  /// @param becameSeen whether it got `\Seen` by this command
  void write(int index, StoredMessage message, boolean becameSeen) throws IOException {
    try {
      items(index, message, becameSeen);
    } catch (RuntimeException e) {
      if (out.owedOctets() > 0 || !out.abandonFetch()) {
        LOG.atError().addKeyValue("uid", message.uid()).setCause(e).log("message breaks off");
        throw new ConnectionEndedException("the client waits for octets that cannot be read");
      }
      throw e;
    }
  }

  private void items(int index, StoredMessage message, boolean becameSeen) throws IOException {
    int added = becameSeen ? SystemFlag.SEEN.bit() : 0;
    FetchEncoder fetch = out.fetch(view.number(index));
    int octets = 0;
    for (FetchItem item : plan.items()) {
      switch (item) {
        case Attribute.ENVELOPE -> fetch.envelope(message.structure().envelope());
        case Attribute.BODY -> fetch.body(message.structure().content());
        case Attribute.BODYSTRUCTURE -> fetch.bodyStructure(message.structure().content());
        case Attribute attribute -> attribute(fetch, attribute, index, added);
        case FetchItem.Octets _ -> octets(fetch, planned.get(octets++), message);
      }
    }
    if (becameSeen && !plan.tellsFlags()) {
      flags(fetch, index, added); // RFC 3501 §6.4.5: a change of \Seen is told along with the body
    }
    fetch.end();
  }

  private void attribute(FetchEncoder fetch, Attribute attribute, int index, int addedFlags) {
    switch (attribute) {
      case UID -> fetch.uid(snapshot.uid(index));
      case FLAGS -> flags(fetch, index, addedFlags);
      case INTERNALDATE -> fetch.internalDate(snapshot.internalDate(index));
      case RFC822_SIZE -> fetch.size(snapshot.messageSize(index));
      case MODSEQ -> fetch.modSeq(snapshot.modSeq(index));
      case ENVELOPE, BODY, BODYSTRUCTURE ->
          throw new IllegalStateException("the snapshot does not know " + attribute);
    }
  }

  private void flags(FetchEncoder fetch, int index, int added) {
    boolean recent = view.isRecent(snapshot.uid(index));
    if (plainFlags) {
      fetch.flags(snapshot.systemFlags(index) | added, recent);
    } else {
      Flags flags = snapshot.flags(index);
      fetch.flags(new Flags(flags.system() | added, flags.keywords()), recent);
    }
  }

  private static void octets(FetchEncoder fetch, PlannedOctets planned, StoredMessage message)
      throws IOException {
    FetchItem.Octets item = planned.item();
    Optional<Sections.Octets> found = Sections.find(message, item.section(), planned.choice());
    if (found.isEmpty()) {
      fetch.nil(planned.label());
      return;
    }
    Sections.Octets octets =
        item.partial().isPresent() ? Sections.cut(found.get(), item.partial().get()) : found.get();
    switch (octets) {
      case Sections.Chosen(byte[] bytes, int start, long size) ->
          fetch.beginOctets(planned.label(), size).more(bytes, start, (int) size);
      case Sections.Slice(Content content, long offset, long size) ->
          slice(fetch, planned.label(), content, offset, size);
    }
  }

  private static void slice(
      FetchEncoder fetch, SectionLabel label, Content content, long offset, long size)
      throws IOException {
    if (size > READ_WHOLE || content.isLoaded(offset, size)) {
      fetch.octets(label, content, offset, size);
    } else {
      fetch.octets(label, content.read(offset, (int) size));
    }
  }
}
