package org.posthorn.imap.session;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.posthorn.imap.command.FetchItem;
import org.posthorn.imap.command.FetchItem.Attribute;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.Section;
import org.posthorn.imap.command.Section.What;
import org.posthorn.imap.command.SelectedCommand.Fetch;
import org.posthorn.storage.mailbox.Want;

/// What one FETCH has to write for each message, and what has to be read for that. Immutable.
///
/// @param items in the order they are written; UID comes first in answer to UID FETCH
/// @param wants what is read of each message; empty where the snapshot knows all
/// @param marksSeen whether the messages become `\Seen`
record FetchPlan(List<FetchItem> items, EnumSet<Want> wants, boolean marksSeen) {

  /// The plan for a command.
  ///
  /// @param readOnly whether flags stay as they are
  static FetchPlan of(Fetch command, boolean readOnly) {
    List<FetchItem> items = new ArrayList<>(command.items());
    boolean byUid = command.messages() instanceof MessageSet.Uids;
    if (byUid && !items.contains(Attribute.UID)) {
      items.addFirst(Attribute.UID); // RFC 3501 §6.4.8
    }
    if (command.changedSince().isPresent() && !items.contains(Attribute.MODSEQ)) {
      items.add(Attribute.MODSEQ); // RFC 7162 §3.1.4.1
    }
    EnumSet<Want> wants = EnumSet.noneOf(Want.class);
    items.forEach(item -> addWants(item, wants));
    return new FetchPlan(List.copyOf(items), wants, command.setsSeen() && !readOnly);
  }

  private static void addWants(FetchItem item, EnumSet<Want> wants) {
    switch (item) {
      case Attribute.ENVELOPE, Attribute.BODY, Attribute.BODYSTRUCTURE -> wants.add(Want.STRUCTURE);
      case Attribute.FLAGS,
          Attribute.INTERNALDATE,
          Attribute.RFC822_SIZE,
          Attribute.UID,
          Attribute.MODSEQ -> {}
      case FetchItem.Octets octets -> addWants(octets.section(), wants);
    }
  }

  private static void addWants(Section section, EnumSet<Want> wants) {
    boolean ofMessage = section.path().isEmpty();
    What what = section.what();
    boolean fields = what instanceof What.HeaderFields || what instanceof What.HeaderFieldsNot;
    if (!ofMessage || !(what instanceof What.Everything || fields)) {
      wants.add(Want.STRUCTURE);
    }
    boolean headerOnly = ofMessage && (what instanceof What.Header || fields);
    wants.add(headerOnly ? Want.HEADER : Want.CONTENT);
  }

  /// Whether messages have to be read.
  boolean readsMessages() {
    return !wants.isEmpty();
  }

  /// Whether FLAGS are among the items already.
  boolean tellsFlags() {
    return items.contains(Attribute.FLAGS);
  }
}
