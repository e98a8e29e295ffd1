package org.posthorn.imap.wire;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AnyStateCommand;
import org.posthorn.imap.command.AppendMessage;
import org.posthorn.imap.command.FetchItem;
import org.posthorn.imap.command.FetchItem.Attribute;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.ListPattern;
import org.posthorn.imap.command.ListReturn;
import org.posthorn.imap.command.ListSelection;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.NumberSet;
import org.posthorn.imap.command.PreLoginCommand;
import org.posthorn.imap.command.SearchKey;
import org.posthorn.imap.command.SearchKey.DateTest;
import org.posthorn.imap.command.SearchKey.EnvelopeField;
import org.posthorn.imap.command.SearchReturn;
import org.posthorn.imap.command.Section;
import org.posthorn.imap.command.Section.What;
import org.posthorn.imap.command.SelectParameter;
import org.posthorn.imap.command.SelectedCommand;
import org.posthorn.imap.command.StatusItem;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.SystemFlag;

/// Texts of commands (without tag and CRLF) and the records they are. Literals are written as they
/// are sent.
final class CommandTable {
  private CommandTable() {}

  static Map<String, ImapCommand> all() {
    Map<String, ImapCommand> table = new LinkedHashMap<>();
    session(table);
    mailboxes(table);
    lists(table);
    messages(table);
    fetches(table);
    searches(table);
    return table;
  }

  private static void session(Map<String, ImapCommand> t) {
    t.put("CAPABILITY", new AnyStateCommand.Capability());
    t.put("noop", new AnyStateCommand.Noop());
    t.put("LoGoUt", new AnyStateCommand.Logout());
    t.put("ID NIL", new AnyStateCommand.Id(Map.of()));
    t.put("ID ()", new AnyStateCommand.Id(Map.of()));
    Map<String, Optional<String>> id = new LinkedHashMap<>();
    id.put("name", Optional.of("c \"1\""));
    id.put("os", Optional.empty());
    t.put("ID (\"name\" \"c \\\"1\\\"\" \"os\" NIL)", new AnyStateCommand.Id(id));
    t.put("STARTTLS", new PreLoginCommand.StartTls());
    t.put(
        "AUTHENTICATE scram-sha-256",
        new PreLoginCommand.Authenticate("SCRAM-SHA-256", Optional.empty()));
    t.put(
        "AUTHENTICATE PLAIN AGEAYg==",
        new PreLoginCommand.Authenticate("PLAIN", Optional.of("AGEAYg==")));
    t.put("AUTHENTICATE X =", new PreLoginCommand.Authenticate("X", Optional.of("")));
    t.put("LOGIN alice pass", new PreLoginCommand.Login("alice", "pass"));
    t.put("LOGIN \"a b\" \"p\\\\w\\\"d\"", new PreLoginCommand.Login("a b", "p\\w\"d"));
    t.put("LOGIN {5}\r\nalice {6+}\r\np w\r\nd", new PreLoginCommand.Login("alice", "p w\r\nd"));
    t.put("LOGIN \"\" {0}\r\n", new PreLoginCommand.Login("", ""));
    t.put("LOGIN nil NIL", new PreLoginCommand.Login("nil", "NIL"));
    t.put("ENABLE condstore X-y", new AccountCommand.Enable(List.of("CONDSTORE", "X-Y")));
    t.put("IDLE", new AccountCommand.Idle());
    t.put("NAMESPACE", new AccountCommand.Namespace());
  }

  private static void mailboxes(Map<String, ImapCommand> t) {
    t.put("SELECT inbox", new AccountCommand.Select(MailboxName.INBOX, List.of()));
    t.put(
        "SELECT a]b (CONDSTORE)",
        new AccountCommand.Select(box("a]b"), List.of(new SelectParameter.CondStore())));
    t.put(
        "SELECT x (QRESYNC (67890007 90060115194045000 41,43:211 (1,2 3,4)))",
        new AccountCommand.Select(
            box("x"),
            List.of(
                new SelectParameter.QResync(
                    67890007L,
                    90060115194045000L,
                    Optional.of(set(41, 41, 43, 211)),
                    Optional.of(new SelectParameter.Match(set(1, 1, 2, 2), set(3, 3, 4, 4)))))));
    t.put(
        "EXAMINE x (QRESYNC (5 6))",
        new AccountCommand.Examine(
            box("x"),
            List.of(new SelectParameter.QResync(5, 6, Optional.empty(), Optional.empty()))));
    t.put("EXAMINE \"&AMQ-b &- c\"", new AccountCommand.Examine(box("Äb & c"), List.of()));
    t.put("CREATE a/b/", new AccountCommand.Create(box("a/b"), Set.of()));
    t.put(
        "CREATE {3}\r\nfoo (USE (\\Drafts \\sent))",
        new AccountCommand.Create(box("foo"), Set.of(SpecialUse.DRAFTS, SpecialUse.SENT)));
    t.put("DELETE 123", new AccountCommand.Delete(box("123")));
    t.put("RENAME {1}\r\na {1+}\r\nb", new AccountCommand.Rename(box("a"), box("b")));
    t.put("SUBSCRIBE nil", new AccountCommand.Subscribe(box("nil")));
    t.put("UNSUBSCRIBE \"x\"", new AccountCommand.Unsubscribe(box("x")));
    t.put(
        "STATUS x (messages UIDNEXT UNSEEN RECENT UIDVALIDITY HIGHESTMODSEQ SIZE DELETED UNSEEN)",
        new AccountCommand.Status(
            box("x"),
            List.of(
                StatusItem.MESSAGES,
                StatusItem.UIDNEXT,
                StatusItem.UNSEEN,
                StatusItem.RECENT,
                StatusItem.UIDVALIDITY,
                StatusItem.HIGHESTMODSEQ,
                StatusItem.SIZE,
                StatusItem.DELETED)));
  }

  private static void lists(Map<String, ImapCommand> t) {
    t.put("LIST \"\" \"\"", list(false, Set.of(), "", List.of(""), ListReturn.BASIC));
    t.put("LIST a/ *", list(false, Set.of(), "a/", List.of("a/*"), ListReturn.BASIC));
    t.put("LIST \"\" &AMQ-%", list(false, Set.of(), "", List.of("Ä%"), ListReturn.BASIC));
    t.put(
        "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (% {3}\r\na/*) RETURN (CHILDREN STATUS (UNSEEN))",
        list(
            true,
            Set.of(ListSelection.SUBSCRIBED, ListSelection.RECURSIVEMATCH),
            "",
            List.of("%", "a/*"),
            new ListReturn(false, true, false, List.of(StatusItem.UNSEEN))));
    t.put(
        "LIST (SPECIAL-USE) \"\" * RETURN (SPECIAL-USE SUBSCRIBED)",
        list(
            true,
            Set.of(ListSelection.SPECIAL_USE),
            "",
            List.of("*"),
            new ListReturn(true, false, true, List.of())));
    t.put(
        "LIST () \"\" x RETURN (CHILDREN)",
        list(true, Set.of(), "", List.of("x"), new ListReturn(false, true, false, List.of())));
    t.put("LSUB \"\" *", new AccountCommand.Lsub("", new ListPattern("*")));
  }

  private static void messages(Map<String, ImapCommand> t) {
    t.put("CHECK", new SelectedCommand.Check());
    t.put("CLOSE", new SelectedCommand.Close());
    t.put("UNSELECT", new SelectedCommand.Unselect());
    t.put("EXPUNGE", new SelectedCommand.Expunge());
    t.put("UID EXPUNGE 3:*", new SelectedCommand.UidExpunge(uids(3, NumberSet.STAR)));
    t.put("COPY 1,2:4 x", new SelectedCommand.Copy(numbers(1, 1, 2, 4), box("x")));
    t.put("uid copy * x", new SelectedCommand.Copy(uids(NumberSet.STAR, NumberSet.STAR), box("x")));
    t.put(
        "MOVE 4294967295 x",
        new SelectedCommand.Move(numbers(NumberSet.MAX, NumberSet.MAX), box("x")));
    t.put("UID MOVE 5:2 x", new SelectedCommand.Move(uids(5, 2), box("x")));
    Flags seen = Flags.of(SystemFlag.SEEN);
    t.put("STORE 1 FLAGS ()", store(numbers(1, 1), FlagChange.Mode.REPLACE, Flags.NONE, false));
    t.put(
        "STORE 1 +flags.silent (\\seen $Junk x)",
        store(
            numbers(1, 1),
            FlagChange.Mode.ADD,
            Flags.of(List.of(SystemFlag.SEEN), List.of("$Junk", "x")),
            true));
    t.put("UID STORE 7 -FLAGS \\Seen", store(uids(7, 7), FlagChange.Mode.REMOVE, seen, false));
    t.put(
        "STORE 1 FLAGS \\Seen \\Deleted",
        store(
            numbers(1, 1),
            FlagChange.Mode.REPLACE,
            Flags.of(SystemFlag.SEEN, SystemFlag.DELETED),
            false));
    t.put(
        "UID STORE 1 (UNCHANGEDSINCE 12121230045) +FLAGS (\\Seen)",
        new SelectedCommand.Store(
            uids(1, 1),
            new FlagChange(FlagChange.Mode.ADD, seen),
            false,
            OptionalLong.of(12121230045L)));
  }

  private static void fetches(Map<String, ImapCommand> t) {
    List<FetchItem> fast = List.of(Attribute.FLAGS, Attribute.INTERNALDATE, Attribute.RFC822_SIZE);
    t.put("FETCH 1 FAST", fetch(numbers(1, 1), fast));
    t.put(
        "FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE UID MODSEQ)",
        fetch(
            numbers(1, 1),
            Attribute.FLAGS,
            Attribute.INTERNALDATE,
            Attribute.RFC822_SIZE,
            Attribute.ENVELOPE,
            Attribute.BODY,
            Attribute.BODYSTRUCTURE,
            Attribute.UID,
            Attribute.MODSEQ));
    t.put(
        "UID FETCH 1:* ALL",
        fetch(
            uids(1, NumberSet.STAR),
            Attribute.FLAGS,
            Attribute.INTERNALDATE,
            Attribute.RFC822_SIZE,
            Attribute.ENVELOPE));
    t.put(
        "FETCH 1 full",
        fetch(
            numbers(1, 1),
            Attribute.FLAGS,
            Attribute.INTERNALDATE,
            Attribute.RFC822_SIZE,
            Attribute.ENVELOPE,
            Attribute.BODY));
    t.put(
        "FETCH 1 (RFC822 RFC822.HEADER RFC822.TEXT)",
        fetch(
            numbers(1, 1),
            octets(FetchItem.Name.RFC822, Section.ALL, false),
            octets(FetchItem.Name.RFC822_HEADER, Section.HEADER, true),
            octets(FetchItem.Name.RFC822_TEXT, Section.TEXT, false)));
    t.put("FETCH 1 BODY[]", fetch(numbers(1, 1), octets(FetchItem.Name.BODY, Section.ALL, false)));
    t.put(
        "FETCH 1 body.peek[1.2.Mime]<10.20>",
        fetch(
            numbers(1, 1),
            new FetchItem.Octets(
                FetchItem.Name.BODY,
                new Section(List.of(1, 2), new What.Mime()),
                Optional.of(new FetchItem.Partial(10, 20)),
                true)));
    t.put(
        "FETCH 1 (BODY.PEEK[HEADER.FIELDS (Subject {4}\r\nDate \"To\")] BODY[3.HEADER.FIELDS.NOT (X)])",
        fetch(
            numbers(1, 1),
            octets(
                FetchItem.Name.BODY,
                new Section(List.of(), new What.HeaderFields(List.of("Subject", "Date", "To"))),
                true),
            octets(
                FetchItem.Name.BODY,
                new Section(List.of(3), new What.HeaderFieldsNot(List.of("X"))),
                false)));
    t.put(
        "UID FETCH 1 (FLAGS) (CHANGEDSINCE 5 VANISHED)",
        new SelectedCommand.Fetch(uids(1, 1), List.of(Attribute.FLAGS), OptionalLong.of(5), true));
  }

  private static void searches(Map<String, ImapCommand> t) {
    LocalDate day = LocalDate.of(2026, 2, 1);
    t.put("SEARCH ALL", search(new SearchKey.All()));
    t.put("SEARCH NEW", search(and(new SearchKey.IsRecent(true), flag(SystemFlag.SEEN, false))));
    t.put(
        "SEARCH OLD RECENT UNSEEN DELETED UNDRAFT FLAGGED UNANSWERED",
        search(
            and(
                new SearchKey.IsRecent(false),
                new SearchKey.IsRecent(true),
                flag(SystemFlag.SEEN, false),
                flag(SystemFlag.DELETED, true),
                flag(SystemFlag.DRAFT, false),
                flag(SystemFlag.FLAGGED, true),
                flag(SystemFlag.ANSWERED, false))));
    t.put(
        "SEARCH OR (1:3 UID 9) NOT KEYWORD x UNKEYWORD y",
        search(
            and(
                new SearchKey.Or(
                    and(new SearchKey.Messages(numbers(1, 3)), new SearchKey.Messages(uids(9, 9))),
                    new SearchKey.Not(new SearchKey.HasKeyword("x", true))),
                new SearchKey.HasKeyword("y", false))));
    t.put(
        "SEARCH BEFORE 1-Feb-2026 ON \"01-feb-2026\" SENTSINCE 1-FEB-2026",
        search(
            and(
                new SearchKey.InternalDate(DateTest.BEFORE, day),
                new SearchKey.InternalDate(DateTest.ON, day),
                new SearchKey.SentDate(DateTest.SINCE, day))));
    t.put(
        "SEARCH LARGER 1 SMALLER 4294967296 OLDER 60 YOUNGER 3600 MODSEQ 7",
        search(
            and(
                new SearchKey.Larger(1),
                new SearchKey.Smaller(4294967296L),
                new SearchKey.Older(60),
                new SearchKey.Younger(3600),
                new SearchKey.ModSeq(7))));
    t.put(
        "SEARCH MODSEQ \"/flags/\\\\draft\" all 620162338",
        search(new SearchKey.ModSeq(620162338)));
    t.put(
        "SEARCH FROM a TO \"b c\" SUBJECT {1}\r\nd HEADER Message-ID \"\" BODY e TEXT f",
        search(
            and(
                new SearchKey.InEnvelope(EnvelopeField.FROM, "a"),
                new SearchKey.InEnvelope(EnvelopeField.TO, "b c"),
                new SearchKey.InEnvelope(EnvelopeField.SUBJECT, "d"),
                new SearchKey.InHeader("Message-ID", ""),
                new SearchKey.InBody("e"),
                new SearchKey.InText("f"))));
    t.put(
        "UID SEARCH CHARSET ISO-8859-1 SUBJECT {3+}\r\n\u00e4bc",
        new SelectedCommand.Search(
            NumberKind.UID,
            SearchReturn.PLAIN,
            StandardCharsets.ISO_8859_1,
            new SearchKey.InEnvelope(EnvelopeField.SUBJECT, "äbc")));
    t.put(
        "SEARCH RETURN (MIN COUNT) ALL",
        new SelectedCommand.Search(
            NumberKind.SEQUENCE,
            new SearchReturn(true, Set.of(SearchReturn.Option.MIN, SearchReturn.Option.COUNT)),
            StandardCharsets.UTF_8,
            new SearchKey.All()));
    t.put(
        "SEARCH RETURN () ALL",
        new SelectedCommand.Search(
            NumberKind.SEQUENCE,
            new SearchReturn(true, Set.of(SearchReturn.Option.ALL)),
            StandardCharsets.UTF_8,
            new SearchKey.All()));
  }

  /// APPEND commands up to the announcement of the message.
  static Map<String, AccountCommand.Append> appends() {
    OffsetDateTime date = OffsetDateTime.parse("2026-01-07T21:52:25+01:30");
    Map<String, AccountCommand.Append> t = new LinkedHashMap<>();
    t.put("APPEND x {310}", append(Flags.NONE, Optional.empty(), 310, true));
    t.put("append {1}\r\nx {5+}", append(Flags.NONE, Optional.empty(), 5, false));
    t.put(
        "APPEND \"x\" (\\Seen \\Recent k) \" 7-Jan-2026 21:52:25 +0130\" {99999999999}",
        append(
            Flags.of(List.of(SystemFlag.SEEN), List.of("k")),
            Optional.of(date),
            99_999_999_999L,
            true));
    t.put(
        "APPEND x \"07-Jan-2026 21:52:25 +0130\" {0}",
        append(Flags.NONE, Optional.of(date), 0, true));
    t.put("APPEND x () {1}", append(Flags.NONE, Optional.empty(), 1, true));
    return t;
  }

  private static AccountCommand.Append append(
      Flags flags, Optional<OffsetDateTime> date, long size, boolean waits) {
    return new AccountCommand.Append(box("x"), new AppendMessage(flags, date, size, waits));
  }

  private static MailboxName box(String name) {
    return MailboxName.parse(name);
  }

  private static NumberSet set(long... bounds) {
    List<NumberSet.Range> ranges = new java.util.ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      ranges.add(new NumberSet.Range(bounds[i], bounds[i + 1]));
    }
    return new NumberSet(ranges);
  }

  private static MessageSet.SequenceNumbers numbers(long... bounds) {
    return new MessageSet.SequenceNumbers(set(bounds));
  }

  private static MessageSet.Uids uids(long... bounds) {
    return new MessageSet.Uids(set(bounds));
  }

  private static ImapCommand list(
      boolean extended,
      Set<ListSelection> selection,
      String reference,
      List<String> patterns,
      ListReturn options) {
    return new AccountCommand.ListMailboxes(
        extended, selection, reference, patterns.stream().map(ListPattern::new).toList(), options);
  }

  private static ImapCommand store(
      MessageSet messages, FlagChange.Mode mode, Flags flags, boolean silent) {
    return new SelectedCommand.Store(
        messages, new FlagChange(mode, flags), silent, OptionalLong.empty());
  }

  private static ImapCommand fetch(MessageSet messages, FetchItem... items) {
    return fetch(messages, List.of(items));
  }

  private static ImapCommand fetch(MessageSet messages, List<FetchItem> items) {
    return new SelectedCommand.Fetch(messages, items, OptionalLong.empty(), false);
  }

  private static FetchItem octets(FetchItem.Name name, Section section, boolean peek) {
    return new FetchItem.Octets(name, section, Optional.empty(), peek);
  }

  private static ImapCommand search(SearchKey key) {
    return new SelectedCommand.Search(
        NumberKind.SEQUENCE, SearchReturn.PLAIN, StandardCharsets.UTF_8, key);
  }

  private static SearchKey and(SearchKey... keys) {
    return new SearchKey.And(List.of(keys));
  }

  private static SearchKey flag(SystemFlag flag, boolean set) {
    return new SearchKey.HasFlag(flag, set);
  }
}
