package org.posthorn.imap.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.NumberSet;
import org.posthorn.imap.command.SearchKey;
import org.posthorn.imap.command.SearchKey.DateTest;
import org.posthorn.imap.command.SearchKey.EnvelopeField;
import org.posthorn.imap.session.SearchMatcher.Cost;
import org.posthorn.imap.session.SearchMatcher.Verdict;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SystemFlag;

/// RFC 3501 §6.4.4: each key against one message.
class SearchTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final FakeSnapshot SNAPSHOT =
      new FakeSnapshot(
          5,
          List.of(
              new FakeSnapshot.Row(
                  10,
                  new Flags(Flags.of(SystemFlag.SEEN, SystemFlag.FLAGGED).system(), Set.of("Work")),
                  2000,
                  FakeSnapshot.RECEIVED)));
  private static final FakeMessage MESSAGE =
      FakeMessage.of(
          10,
          "Received: by trace.example.test\n",
          """
          From: =?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.test>
          To: undisclosed: anna@example.test;
          Cc: "Quoted, Name" <cc@example.test>
          Subject: =?ISO-8859-1?Q?Gr=FC=DFe?= from
           afar
          Date: Sat, 28 Feb 2026 23:30:00 -0800
          X-Empty:
          Content-Type: multipart/mixed; boundary=b

          --b
          Content-Type: text/plain; charset=ISO-8859-1
          Content-Transfer-Encoding: quoted-printable

          Der K=E4fer krab=
          belt.
          --b
          Content-Type: text/html; charset=UTF-8
          Content-Transfer-Encoding: base64

          PHA+TmFww7NsZW9uPC9wPg==
          --b
          Content-Type: application/octet-stream; name=invoice.bin
          Content-Transfer-Encoding: base64

          c2VjcmV0
          --b
          Content-Type: message/rfc822

          Subject: inner subject

          inner body
          --b--
          """);

  private static final FakeMessage PLAIN =
      FakeMessage.of(10, "X-Trace: here\n", "Subject: folded\n subject\nTo: a@b\n\nbody\n");

  private static boolean matches(SearchKey key) throws IOException {
    return matches(key, MESSAGE);
  }

  private static boolean matches(SearchKey key, FakeMessage message) throws IOException {
    SelectedMailbox view = SelectedMailbox.opened(MailboxName.INBOX, false, 10, SNAPSHOT);
    SearchMatcher matcher = new SearchCompiler(view).compile(key);
    SearchCandidate candidate = new SearchCandidate(view, NOW);
    Verdict cheap = matcher.test(candidate.at(0));
    Verdict sure = matcher.test(candidate.read(0, message));
    if (cheap != Verdict.UNKNOWN) {
      assertEquals(sure, cheap, "the snapshot's answer must be the message's");
    }
    return sure == Verdict.YES;
  }

  private static SearchKey not(SearchKey key) {
    return new SearchKey.Not(key);
  }

  private static void yes(SearchKey key) throws IOException {
    assertEquals(true, matches(key), key.toString());
    assertEquals(false, matches(not(key)), "not " + key);
  }

  private static void no(SearchKey key) throws IOException {
    assertEquals(false, matches(key), key.toString());
    assertEquals(true, matches(not(key)), "not " + key);
  }

  @Test
  void flags() throws IOException {
    yes(new SearchKey.All());
    yes(new SearchKey.HasFlag(SystemFlag.SEEN, true));
    no(new SearchKey.HasFlag(SystemFlag.SEEN, false));
    no(new SearchKey.HasFlag(SystemFlag.DRAFT, true));
    yes(new SearchKey.HasKeyword("WORK", true));
    no(new SearchKey.HasKeyword("work", false));
    no(new SearchKey.HasKeyword("Other", true));
    yes(new SearchKey.IsRecent(true));
    no(new SearchKey.IsRecent(false));
  }

  @Test
  void sizes() throws IOException {
    yes(new SearchKey.Larger(1999));
    no(new SearchKey.Larger(2000));
    yes(new SearchKey.Smaller(2001));
    no(new SearchKey.Smaller(2000));
    yes(new SearchKey.ModSeq(5));
    no(new SearchKey.ModSeq(6));
  }

  @Test
  void messageSets() throws IOException {
    yes(new SearchKey.Messages(new MessageSet.SequenceNumbers(NumberSet.of(1))));
    no(new SearchKey.Messages(new MessageSet.SequenceNumbers(NumberSet.of(2))));
    yes(new SearchKey.Messages(new MessageSet.Uids(NumberSet.of(10))));
    yes(new SearchKey.Messages(new MessageSet.Uids(NumberSet.of(NumberSet.STAR))));
    no(new SearchKey.Messages(new MessageSet.Uids(NumberSet.of(1))));
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE, 2026-03-02, true", "BEFORE, 2026-03-01, false",
    "ON, 2026-03-01, true", "ON, 2026-02-28, false",
    "SINCE, 2026-03-01, true", "SINCE, 2026-03-02, false"
  })
  void internalDates(DateTest test, LocalDate day, boolean fits) throws IOException {
    assertEquals(fits, matches(new SearchKey.InternalDate(test, day)));
  }

  /// The Date field says 28 February where it was written, though it was March in UTC.
  @ParameterizedTest
  @CsvSource({
    "BEFORE, 2026-03-01, true", "BEFORE, 2026-02-28, false",
    "ON, 2026-02-28, true", "ON, 2026-03-01, false",
    "SINCE, 2026-02-28, true", "SINCE, 2026-03-01, false"
  })
  void sentDates(DateTest test, LocalDate day, boolean fits) throws IOException {
    assertEquals(fits, matches(new SearchKey.SentDate(test, day)));
  }

  @Test
  void ages() throws IOException {
    yes(new SearchKey.Older(7200));
    no(new SearchKey.Older(7201));
    yes(new SearchKey.Younger(7200));
    no(new SearchKey.Younger(7199));
  }

  @Test
  void envelopeFieldsAreDecoded() throws IOException {
    yes(new SearchKey.InEnvelope(EnvelopeField.FROM, "jürgen müller"));
    yes(new SearchKey.InEnvelope(EnvelopeField.FROM, "JUERGEN@example"));
    yes(new SearchKey.InEnvelope(EnvelopeField.TO, "anna"));
    yes(new SearchKey.InEnvelope(EnvelopeField.CC, "quoted, name"));
    no(new SearchKey.InEnvelope(EnvelopeField.BCC, "anna"));
    yes(new SearchKey.InEnvelope(EnvelopeField.SUBJECT, "grüße from afar"));
    no(new SearchKey.InEnvelope(EnvelopeField.SUBJECT, "inner"));
  }

  @Test
  void headerFieldsAreFoundByName() throws IOException {
    yes(header("Subject", "ÜßE"));
    yes(header("received", "trace"));
    yes(header("X-Empty", ""));
    no(header("X-None", ""));
    no(header("Subject", "müller"));
  }

  private static SearchKey all() {
    return new SearchKey.All();
  }

  private static SearchKey header(String name, String text) {
    return new SearchKey.InHeader(name, text);
  }

  @Test
  void bodiesAreDecoded() throws IOException {
    yes(new SearchKey.InBody("käfer krabbelt"));
    yes(new SearchKey.InBody("napóleon"));
    yes(new SearchKey.InBody("inner body"));
    yes(new SearchKey.InBody("inner subject"));
    no(new SearchKey.InBody("secret"));
    no(new SearchKey.InBody("afar"));
    no(new SearchKey.InBody("invoice"));
  }

  @Test
  void textIsHeaderAndBody() throws IOException {
    yes(new SearchKey.InText("grüße"));
    yes(new SearchKey.InText("trace.example"));
    yes(new SearchKey.InText("käfer"));
    yes(new SearchKey.InText("invoice"));
    no(new SearchKey.InText("nowhere to be found"));
  }

  @Test
  void plainHeadersAreUnfolded() throws IOException {
    assertEquals(true, matches(new SearchKey.InText("FOLDED subject"), PLAIN));
    assertEquals(true, matches(new SearchKey.InText("x-trace: here"), PLAIN));
    assertEquals(true, matches(new SearchKey.InText("body"), PLAIN));
    assertEquals(false, matches(new SearchKey.InText("subjectTo"), PLAIN));
  }

  @Test
  void keysCombine() throws IOException {
    SearchKey yes = new SearchKey.InBody("käfer");
    SearchKey no = new SearchKey.InBody("giraffe");
    yes(new SearchKey.Or(no, yes));
    no(new SearchKey.Or(no, no));
    yes(new SearchKey.And(List.of(yes, all(), not(no))));
    no(new SearchKey.And(List.of(yes, no)));
  }

  @Test
  void cheapKeysDecideFirst() throws IOException {
    SearchKey body = new SearchKey.InBody("käfer");
    SearchKey seen = new SearchKey.HasFlag(SystemFlag.SEEN, true);
    SelectedMailbox view = SelectedMailbox.opened(MailboxName.INBOX, false, 1, SNAPSHOT);
    SearchCompiler compiler = new SearchCompiler(view);
    SearchCandidate unread = new SearchCandidate(view, NOW).at(0);
    assertEquals(
        Verdict.NO, compiler.compile(new SearchKey.And(List.of(body, not(seen)))).test(unread));
    assertEquals(Verdict.YES, compiler.compile(new SearchKey.Or(body, seen)).test(unread));
    assertEquals(
        Verdict.UNKNOWN, compiler.compile(new SearchKey.And(List.of(body, seen))).test(unread));
    assertEquals(Cost.CONTENT, compiler.compile(new SearchKey.And(List.of(body, seen))).cost());
  }
}
