package org.posthorn.imap.wire;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.ListPattern;
import org.posthorn.imap.command.ListReturn;
import org.posthorn.imap.command.ListSelection;
import org.posthorn.imap.command.StatusItem;

/// Arguments of LIST, basic and extended (RFC 9051 §6.3.9, RFC 5258 §6), and of LSUB.
final class ListParser {
  private static final int MAX_PATTERNS = 100;

  private ListParser() {}

  static AccountCommand.Lsub lsub(Arguments in) throws SyntaxException {
    String reference = in.spaceReference();
    in.cursor.space("mailbox pattern");
    return new AccountCommand.Lsub(reference, in.pattern(reference));
  }

  static AccountCommand.ListMailboxes list(Arguments in) throws SyntaxException {
    Cursor cursor = in.cursor;
    cursor.space("reference name");
    boolean selects = cursor.peek() == '(';
    Set<ListSelection> selection = EnumSet.noneOf(ListSelection.class);
    String reference;
    if (selects) {
      selection = selection(cursor);
      reference = in.spaceReference();
    } else {
      reference = in.reference();
    }
    cursor.space("mailbox pattern");
    boolean several = cursor.peek() == '(';
    List<ListPattern> patterns = several ? patterns(in, reference) : List.of(in.pattern(reference));
    boolean returns = cursor.take(' ');
    ListReturn options = returns ? returnOptions(cursor) : ListReturn.BASIC;
    return new AccountCommand.ListMailboxes(
        selects || several || returns, selection, reference, patterns, options);
  }

  private static List<ListPattern> patterns(Arguments in, String reference) throws SyntaxException {
    List<ListPattern> patterns = new ArrayList<>();
    in.cursor.open("list of patterns");
    do {
      if (patterns.size() == MAX_PATTERNS) {
        throw in.cursor.fail("more than " + MAX_PATTERNS + " patterns");
      }
      patterns.add(in.pattern(reference));
    } while (in.cursor.nextInList());
    return patterns;
  }

  private static Set<ListSelection> selection(Cursor cursor) throws SyntaxException {
    Set<ListSelection> selection = EnumSet.noneOf(ListSelection.class);
    cursor.open("selection options");
    if (cursor.take(')')) {
      return selection;
    }
    do {
      selection.add(
          switch (cursor.word("selection option")) {
            case "SUBSCRIBED" -> ListSelection.SUBSCRIBED;
            case "REMOTE" -> ListSelection.REMOTE;
            case "RECURSIVEMATCH" -> ListSelection.RECURSIVEMATCH;
            case "SPECIAL-USE" -> ListSelection.SPECIAL_USE;
            default -> throw cursor.failBefore("unknown selection option");
          });
    } while (cursor.nextInList());
    boolean alone =
        !selection.contains(ListSelection.SUBSCRIBED)
            && !selection.contains(ListSelection.SPECIAL_USE);
    if (selection.contains(ListSelection.RECURSIVEMATCH) && alone) { // RFC 5258 §3.1
      throw cursor.failBefore("RECURSIVEMATCH needs another selection option");
    }
    return selection;
  }

  private static ListReturn returnOptions(Cursor cursor) throws SyntaxException {
    if (!cursor.word("RETURN").equals("RETURN")) {
      throw cursor.failBefore("RETURN expected");
    }
    cursor.space("return options");
    cursor.open("return options");
    boolean subscribed = false;
    boolean children = false;
    boolean specialUse = false;
    List<StatusItem> status = List.of();
    boolean more = !cursor.take(')');
    while (more) {
      switch (cursor.word("return option")) {
        case "SUBSCRIBED" -> subscribed = true;
        case "CHILDREN" -> children = true;
        case "SPECIAL-USE" -> specialUse = true;
        case "STATUS" -> {
          cursor.space("status items");
          status = MailboxCommandParser.statusItems(cursor);
        }
        default -> throw cursor.failBefore("unknown return option");
      }
      more = cursor.nextInList();
    }
    return new ListReturn(subscribed, children, specialUse, status);
  }
}
