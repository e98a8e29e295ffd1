package org.posthorn.imap.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthorn.imap.command.FetchItem;
import org.posthorn.imap.command.FetchItem.Attribute;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.Section;
import org.posthorn.imap.command.SelectedCommand;

/// Arguments of FETCH (RFC 9051 §6.4.5, RFC 7162 §3.1.4.1).
final class FetchParser {
  private static final int MAX_ITEMS = 100;

  private static final List<FetchItem> FAST =
      List.of(Attribute.FLAGS, Attribute.INTERNALDATE, Attribute.RFC822_SIZE);
  private static final List<FetchItem> ALL =
      List.of(Attribute.FLAGS, Attribute.INTERNALDATE, Attribute.RFC822_SIZE, Attribute.ENVELOPE);
  private static final List<FetchItem> FULL =
      List.of(
          Attribute.FLAGS,
          Attribute.INTERNALDATE,
          Attribute.RFC822_SIZE,
          Attribute.ENVELOPE,
          Attribute.BODY);

  private FetchParser() {}

  static SelectedCommand.Fetch parse(NumberKind kind, Arguments in) throws SyntaxException {
    MessageSet messages = in.spaceMessages(kind);
    in.cursor.space("fetch items");
    List<FetchItem> items = in.cursor.peek() == '(' ? list(in) : single(in);
    OptionalLong changedSince = OptionalLong.empty();
    boolean vanished = false;
    if (in.cursor.take(' ')) {
      in.cursor.open("fetch modifiers");
      do {
        switch (in.cursor.word("fetch modifier")) {
          case "CHANGEDSINCE" -> {
            in.cursor.space("mod-sequence");
            changedSince = OptionalLong.of(in.modSeq());
          }
          case "VANISHED" -> vanished = true;
          default -> throw in.cursor.failBefore("unknown fetch modifier");
        }
      } while (in.cursor.nextInList());
      checkVanished(vanished, changedSince, kind, in.cursor);
    }
    return new SelectedCommand.Fetch(messages, items, changedSince, vanished);
  }

  /// RFC 7162 §3.2.6: VANISHED goes only with UID FETCH and CHANGEDSINCE.
  private static void checkVanished(
      boolean vanished, OptionalLong changedSince, NumberKind kind, Cursor cursor)
      throws SyntaxException {
    if (vanished && (changedSince.isEmpty() || kind != NumberKind.UID)) {
      throw cursor.failBefore("VANISHED needs UID FETCH with CHANGEDSINCE");
    }
  }

  private static List<FetchItem> list(Arguments in) throws SyntaxException {
    List<FetchItem> items = new ArrayList<>();
    in.cursor.open("fetch items");
    do {
      if (items.size() == MAX_ITEMS) {
        throw in.cursor.fail("more than " + MAX_ITEMS + " fetch items");
      }
      items.add(item(in.cursor.word("fetch item"), in));
    } while (in.cursor.nextInList());
    return items;
  }

  private static List<FetchItem> single(Arguments in) throws SyntaxException {
    String word = in.cursor.word("fetch item");
    return switch (word) {
      case "ALL" -> ALL;
      case "FAST" -> FAST;
      case "FULL" -> FULL;
      default -> List.of(item(word, in));
    };
  }

  private static FetchItem item(String word, Arguments in) throws SyntaxException {
    return switch (word) {
      case "ENVELOPE" -> Attribute.ENVELOPE;
      case "FLAGS" -> Attribute.FLAGS;
      case "INTERNALDATE" -> Attribute.INTERNALDATE;
      case "RFC822.SIZE" -> Attribute.RFC822_SIZE;
      case "BODYSTRUCTURE" -> Attribute.BODYSTRUCTURE;
      case "UID" -> Attribute.UID;
      case "MODSEQ" -> Attribute.MODSEQ;
      case "RFC822" -> old(FetchItem.Name.RFC822, Section.ALL, false);
      case "RFC822.HEADER" -> old(FetchItem.Name.RFC822_HEADER, Section.HEADER, true);
      case "RFC822.TEXT" -> old(FetchItem.Name.RFC822_TEXT, Section.TEXT, false);
      case "BODY" -> in.cursor.peek() == '[' ? octets(in, false) : Attribute.BODY;
      case "BODY.PEEK" -> octets(in, true);
      default -> throw in.cursor.failBefore("unknown fetch item");
    };
  }

  private static FetchItem old(FetchItem.Name name, Section section, boolean peek) {
    return new FetchItem.Octets(name, section, Optional.empty(), peek);
  }

  private static FetchItem octets(Arguments in, boolean peek) throws SyntaxException {
    Section section = SectionParser.section(in);
    return new FetchItem.Octets(
        FetchItem.Name.BODY, section, SectionParser.partial(in.cursor), peek);
  }
}
