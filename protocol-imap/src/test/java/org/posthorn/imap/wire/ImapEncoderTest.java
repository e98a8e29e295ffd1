package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.command.ImapResponse.Completed;
import org.posthorn.imap.command.ImapResponse.Kind;
import org.posthorn.imap.command.ImapResponse.Listed;
import org.posthorn.imap.command.ImapResponse.Notice;
import org.posthorn.imap.command.ListAttribute;
import org.posthorn.imap.command.ListSelection;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.SearchReturn.Option;
import org.posthorn.imap.command.StatusItem;
import org.posthorn.imap.command.Tag;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;

class ImapEncoderTest {
  private static final Tag TAG = new Tag("a1");

  static String encode(ImapResponse response, boolean utf8) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImapEncoder encoder = new ImapEncoder(out::write);
    encoder.utf8Names(utf8);
    encoder.write(response);
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void responseIsText(ImapResponse response, String text) throws IOException {
    assertEquals(text + "\r\n", encode(response, false));
  }

  static Stream<Arguments> responses() {
    return Stream.concat(conditions(), data());
  }

  private static Stream<Arguments> conditions() {
    UidSet some = UidSet.of(1, 2, 3, 7);
    return Stream.of(
        row(Completed.ok(TAG, "done"), "a1 OK done"),
        row(Completed.no(TAG, ResponseCode.Simple.TRYCREATE, "x"), "a1 NO [TRYCREATE] x"),
        row(Completed.ok(TAG, ResponseCode.Simple.READ_ONLY, "x"), "a1 OK [READ-ONLY] x"),
        row(Completed.bad(TAG, ""), "a1 BAD BAD"),
        row(Notice.bye("so long"), "* BYE so long"),
        row(new Notice(Kind.PREAUTH, Optional.empty(), "hi"), "* PREAUTH hi"),
        row(
            Notice.ok(new ResponseCode.Capability(List.of("IMAP4rev1", "AUTH=PLAIN")), "hi"),
            "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi"),
        row(
            Notice.ok(
                new ResponseCode.PermanentFlags(
                    Flags.of(List.of(SystemFlag.SEEN), List.of("$x")), true),
                "x"),
            "* OK [PERMANENTFLAGS (\\Seen $x \\*)] x"),
        row(
            Notice.ok(new ResponseCode.PermanentFlags(Flags.NONE, true), "x"),
            "* OK [PERMANENTFLAGS (\\*)] x"),
        row(Notice.ok(new ResponseCode.UidNext(4294967295L), "x"), "* OK [UIDNEXT 4294967295] x"),
        row(Notice.ok(new ResponseCode.UidValidity(7), "x"), "* OK [UIDVALIDITY 7] x"),
        row(Notice.ok(new ResponseCode.Unseen(12), "x"), "* OK [UNSEEN 12] x"),
        row(
            Notice.ok(new ResponseCode.HighestModSeq(Long.MAX_VALUE), "x"),
            "* OK [HIGHESTMODSEQ 9223372036854775807] x"),
        row(
            Completed.ok(TAG, new ResponseCode.AppendUid(5, UidSet.of(9)), "x"),
            "a1 OK [APPENDUID 5 9] x"),
        row(
            Completed.ok(TAG, new ResponseCode.CopyUid(5, some, UidSet.of(20, 21, 22, 23)), "x"),
            "a1 OK [COPYUID 5 1:3,7 20:23] x"),
        row(Completed.ok(TAG, new ResponseCode.Modified(some), "x"), "a1 OK [MODIFIED 1:3,7] x"),
        row(
            Completed.no(TAG, new ResponseCode.BadCharset(List.of("UTF-8", "X Y")), "x"),
            "a1 NO [BADCHARSET (UTF-8 \"X Y\")] x"),
        row(Completed.no(TAG, new ResponseCode.BadCharset(List.of()), "x"), "a1 NO [BADCHARSET] x"),
        row(new ImapResponse.Continue("idling"), "+ idling"),
        row(new ImapResponse.Challenge("eHl6"), "+ eHl6"),
        row(new ImapResponse.Challenge(""), "+ "));
  }

  private static Stream<Arguments> data() {
    Map<StatusItem, Long> status = new LinkedHashMap<>();
    status.put(StatusItem.UNSEEN, 3L);
    status.put(StatusItem.MESSAGES, 231L);
    Map<String, String> id = new LinkedHashMap<>();
    id.put("name", "Post\"horn");
    id.put("version", "1");
    return Stream.of(
        row(
            new ImapResponse.Capabilities(List.of("IMAP4rev1", "IDLE")),
            "* CAPABILITY IMAP4rev1 IDLE"),
        row(new ImapResponse.Enabled(List.of()), "* ENABLED"),
        row(
            Listed.list(List.of(ListAttribute.HAS_NO_CHILDREN, ListAttribute.SENT), box("Sent")),
            "* LIST (\\HasNoChildren \\Sent) \"/\" Sent"),
        row(Listed.lsub(List.of(), box("a b/c")), "* LSUB () \"/\" \"a b/c\""),
        row(Listed.list(List.of(), box("q\"\\")), "* LIST () \"/\" \"q\\\"\\\\\""),
        row(Listed.list(List.of(), box("nil")), "* LIST () \"/\" \"nil\""),
        row(Listed.list(List.of(), box("Tür & Tor")), "* LIST () \"/\" \"T&APw-r &- Tor\""),
        row(
            new Listed(
                false,
                List.of(ListAttribute.NON_EXISTENT),
                box("x"),
                Set.of(ListSelection.SUBSCRIBED),
                Optional.of(box("y z"))),
            "* LIST (\\NonExistent) \"/\" x (\"CHILDINFO\" (\"SUBSCRIBED\") \"OLDNAME\" (\"y z\"))"),
        row(new ImapResponse.Separator(false), "* LIST (\\Noselect) \"/\" \"\""),
        row(new ImapResponse.PersonalNamespace(), "* NAMESPACE ((\"\" \"/\")) NIL NIL"),
        row(new ImapResponse.MailboxStatus(box("x"), status), "* STATUS x (UNSEEN 3 MESSAGES 231)"),
        row(new ImapResponse.SearchResult(UidSet.EMPTY, OptionalLong.empty()), "* SEARCH"),
        row(
            new ImapResponse.SearchResult(UidSet.of(2, 3, 9), OptionalLong.of(917)),
            "* SEARCH 2 3 9 (MODSEQ 917)"),
        row(
            new ImapResponse.ExtendedSearchResult(
                TAG,
                NumberKind.UID,
                Set.of(Option.values()),
                UidSet.of(2, 3, 9),
                OptionalLong.of(5)),
            "* ESEARCH (TAG \"a1\") UID MIN 2 MAX 9 ALL 2:3,9 COUNT 3 MODSEQ 5"),
        row(
            new ImapResponse.ExtendedSearchResult(
                TAG,
                NumberKind.SEQUENCE,
                Set.of(Option.ALL, Option.COUNT),
                UidSet.EMPTY,
                OptionalLong.empty()),
            "* ESEARCH (TAG \"a1\") COUNT 0"),
        row(
            new ImapResponse.MailboxFlags(Flags.of(SystemFlag.SEEN, SystemFlag.DRAFT)),
            "* FLAGS (\\Seen \\Draft)"),
        row(new ImapResponse.Exists(0), "* 0 EXISTS"),
        row(new ImapResponse.Recent(10), "* 10 RECENT"),
        row(new ImapResponse.Expunged(4), "* 4 EXPUNGE"),
        row(new ImapResponse.Vanished(true, UidSet.range(1, 9)), "* VANISHED (EARLIER) 1:9"),
        row(new ImapResponse.Vanished(false, UidSet.of(4)), "* VANISHED 4"),
        row(new ImapResponse.ServerId(id), "* ID (\"name\" \"Post'horn\" \"version\" \"1\")"),
        row(new ImapResponse.ServerId(Map.of()), "* ID NIL"));
  }

  private static Arguments row(ImapResponse response, String text) {
    return Arguments.of(response, text);
  }

  private static MailboxName box(String name) {
    return MailboxName.parse(name);
  }

  @Test
  void namesAreUtf8WhereThatIsEnabled() throws IOException {
    assertEquals(
        "* LIST () \"/\" \"Tür & \\\"Tor\\\"\"\r\n",
        encode(Listed.list(List.of(), box("Tür & \"Tor\"")), true));
    assertEquals("* LIST () \"/\" x\r\n", encode(Listed.list(List.of(), box("x")), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\n* BYE y", "x\ny", "x\u0000y", "ä\r", "\u2028", "\r\n"})
  void textCannotEndALine(String evil) throws IOException {
    List<ImapResponse> responses =
        List.of(
            Completed.no(TAG, evil),
            Notice.bye(evil),
            new ImapResponse.Continue(evil),
            new ImapResponse.Challenge(evil),
            new ImapResponse.Capabilities(List.of(evil)),
            new ImapResponse.ServerId(Map.of(evil, evil)),
            new ImapResponse.MailboxFlags(new Flags(0, Set.of(evil))),
            Completed.no(TAG, new ResponseCode.BadCharset(List.of("UTF-8")), evil));
    for (ImapResponse response : responses) {
      String text = encode(response, false);
      assertEquals(text.length() - 2, text.indexOf('\r'), text);
      assertEquals(text.length() - 1, text.indexOf('\n'), text);
      assertFalse(text.contains("\0"));
    }
  }

  @Test
  void textIsNotTakenForACode() throws IOException {
    assertEquals("a1 OK  [ALERT] x\r\n", encode(Completed.ok(TAG, "[ALERT] x"), false));
  }
}
