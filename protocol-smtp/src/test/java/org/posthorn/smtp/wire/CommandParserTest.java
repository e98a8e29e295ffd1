package org.posthorn.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.protocol.frame.Line;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.MailParameters.DsnReturn;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.RcptParameters.Notify;
import org.posthorn.smtp.command.RcptParameters.OriginalRecipient;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.command.SmtpCommand;
import org.posthorn.smtp.command.Verb;

/// Command lines and what they are read as (RFC 5321 §4.1, RFC 3461 §4).
class CommandParserTest {
  private final CommandParser parser = new CommandParser(false);

  private Parsed parse(String line) {
    return parser.parse(new Line(line.getBytes(StandardCharsets.UTF_8), true));
  }

  private SmtpCommand command(String line) {
    return assertInstanceOf(Parsed.Command.class, parse(line), line).command();
  }

  private String refusal(String line) {
    return switch (parse(line)) {
      case Parsed.Malformed(var reply) -> code(reply.summary());
      case Parsed.LostTrack(var reply) -> code(reply.summary());
      case Parsed.Command(var command) -> "taken: " + command;
    };
  }

  private static String code(String summary) {
    return summary.substring(0, summary.indexOf(' ', 4));
  }

  private static EnvelopeAddress at(String local, String domain) {
    return new EnvelopeAddress(local, new HostPart.Domain(domain));
  }

  private ReversePath sender(String line) {
    return assertInstanceOf(SmtpCommand.Mail.class, command(line), line).sender();
  }

  private ForwardPath recipient(String path) {
    return assertInstanceOf(SmtpCommand.Rcpt.class, command("RCPT TO:" + path), path).recipient();
  }

  @Test
  void readsCommandsInAnyCase() {
    assertEquals(new SmtpCommand.Ehlo("client.example"), command("ehlo client.example"));
    assertEquals(new SmtpCommand.Helo("[192.0.2.1]"), command("HeLo [192.0.2.1] "));
    assertEquals(new SmtpCommand.Data(), command("DATA"));
    assertEquals(new SmtpCommand.Rset(), command("rset "));
    assertEquals(new SmtpCommand.Noop(), command("NOOP whatever comes"));
    assertEquals(new SmtpCommand.Quit(), command("Quit"));
    assertEquals(new SmtpCommand.Vrfy(), command("VRFY alice"));
    assertEquals(new SmtpCommand.Expn(), command("EXPN list"));
    assertEquals(new SmtpCommand.Help(Optional.empty()), command("HELP"));
    assertEquals(new SmtpCommand.Help(Optional.of(Verb.MAIL)), command("HELP mail"));
    assertEquals(new SmtpCommand.StartTls(), command("STARTTLS"));
    assertEquals(new SmtpCommand.Bdat(0, true), command("BDAT 0 last"));
    assertEquals(new SmtpCommand.Bdat(86, false), command("BDAT 86"));
    assertEquals(new SmtpCommand.Auth("PLAIN", Optional.of("AGE=")), command("AUTH plain AGE="));
    assertEquals(new SmtpCommand.Auth("LOGIN", Optional.empty()), command("AUTH LOGIN"));
  }

  @Test
  void aNumberBeyondALongIsTheLargest() {
    assertEquals(new SmtpCommand.Bdat(Long.MAX_VALUE, false), command("BDAT 99999999999999999999"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                               | 500 5.5.2
          FOO                              | 500 5.5.2
          MAILFROM:<a@b.c>                 | 500 5.5.2
          EHLO                             | 501 5.5.4
          EHLO two words                   | 501 5.5.4
          EHLO <script>                    | 501 5.5.4
          HELO "x                          | 501 5.5.4
          DATA now                         | 501 5.5.4
          RSET x                           | 501 5.5.4
          QUIT x                           | 501 5.5.4
          STARTTLS x                       | 501 5.5.4
          VRFY                             | 501 5.5.4
          MAIL                             | 501 5.5.4
          MAIL TO:<a@b.c>                  | 501 5.5.4
          MAIL FROM:a@b.c                  | 501 5.1.7
          MAIL FROM:<a@b.c                 | 501 5.1.7
          MAIL FROM:<a@b.c>SIZE=1          | 501 5.5.4
          MAIL FROM:<a@b.c> SIZE=x         | 501 5.5.4
          MAIL FROM:<a@b.c> SIZE=-1        | 501 5.5.4
          MAIL FROM:<a@b.c> SIZE           | 501 5.5.4
          MAIL FROM:<a@b.c> SIZE=1 size=2  | 501 5.5.4
          MAIL FROM:<a@b.c> BODY=9BIT      | 501 5.5.4
          MAIL FROM:<a@b.c> SMTPUTF8=yes   | 501 5.5.4
          MAIL FROM:<a@b.c> RET=SOME       | 501 5.5.4
          MAIL FROM:<a@b.c> ENVID=+0D+0A   | 501 5.5.4
          MAIL FROM:<a@b.c> ENVID=+4       | 501 5.5.4
          MAIL FROM:<a@b.c> XYZZY=1        | 555 5.5.4
          MAIL FROM:<a@b.c> NOTIFY=NEVER   | 555 5.5.4
          RCPT TO:<>                       | 501 5.1.3
          RCPT TO:a@b.c                    | 501 5.1.3
          RCPT TO:<a@b.c> NOTIFY=SOON      | 501 5.5.4
          RCPT TO:<a@b.c> NOTIFY=          | 501 5.5.4
          RCPT TO:<a@b.c> NOTIFY=NEVER,DELAY | 501 5.5.4
          RCPT TO:<a@b.c> ORCPT=a@b.c      | 501 5.5.4
          RCPT TO:<a@b.c> ORCPT=rfc822;+00 | 501 5.5.4
          RCPT TO:<a@b.c> SIZE=1           | 555 5.5.4
          BDAT                             | 501 5.5.4
          BDAT x                           | 501 5.5.4
          BDAT -1                          | 501 5.5.4
          BDAT 1 FIRST                     | 501 5.5.4
          BDAT 1 LAST 2                    | 501 5.5.4
          BDAT 999999999999999999999       | 501 5.5.4
          AUTH                             | 501 5.5.4
          AUTH PLAIN a b                   | 501 5.5.4
          AUTH P%AIN                       | 501 5.5.4
          """)
  void refusesWhatBreaksTheSyntax(String line, String codes) {
    assertEquals(codes, refusal(line), line);
  }

  @Test
  void aBdatWithoutLengthLosesTrack() {
    assertInstanceOf(Parsed.LostTrack.class, parse("BDAT ten LAST"));
    assertInstanceOf(Parsed.Malformed.class, parse("DATA ten"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<@b.c>",
        "<a@>",
        "<a>",
        "<a b@c.d>",
        "<.a@b.c>",
        "<a.@b.c>",
        "<a..b@c.d>",
        "<a@b..c>",
        "<a@b.c.>",
        "<a@.b.c>",
        "<a@-b.c>",
        "<a@b-.c>",
        "<a@b@c.d>",
        "<user@other@local>",
        "<\"\"@b.c>",
        "<\"a@b.c>",
        "<\"a\\\"@b.c>",
        "<a@[300.1.1.1]>",
        "<a@[127.1]>",
        "<a@[IPv6:1.2.3.4]>",
        "<a@[IPv6:::g]>",
        "<a@[127.0.0.1>",
        "<a@[]>",
        "<@x:a>",
        "<@x,y:a@b.c>",
        "<@x a@b.c>",
        "<a@b,c>",
        "<a@b.c>>",
        "<<a@b.c>>",
      })
  void refusesBadPaths(String path) {
    assertTrue(refusal("RCPT TO:" + path).startsWith("501 5."), refusal("RCPT TO:" + path));
    assertTrue(refusal("MAIL FROM:" + path).startsWith("501 5."), refusal("MAIL FROM:" + path));
  }

  @Test
  void takesPartsOfTheLengthsInUse() {
    String local = "l".repeat(256);
    String domain = "d".repeat(63) + "." + "e".repeat(63) + ".example";
    assertEquals(
        new ForwardPath.Recipient(at(local, domain)), recipient("<" + local + "@" + domain + ">"));
    assertEquals("501 5.1.3", refusal("RCPT TO:<" + local + "l@" + domain + ">"));
    assertEquals("501 5.1.3", refusal("RCPT TO:<l@" + "d".repeat(64) + ".example>"));
    assertEquals("501 5.1.3", refusal("RCPT TO:<l@" + "d.".repeat(128) + "example>"));
  }

  @Test
  void readsPaths() {
    assertEquals(new ReversePath.Null(), sender("MAIL FROM:<>"));
    assertEquals(new ReversePath.Sender(at("a", "B.c")), sender("mail from: <a@B.c>"));
    assertEquals(new ForwardPath.Postmaster(), recipient("<PostMaster>"));
    assertEquals(new ForwardPath.Recipient(at("postmaster", "b.c")), recipient("<postmaster@b.c>"));
    assertEquals(
        new ForwardPath.Recipient(at("a+b/c=d!e%f#g", "x-1.y_z")),
        recipient("<a+b/c=d!e%f#g@x-1.y_z>"));
    assertEquals(
        new ForwardPath.Recipient(at("a b\"c@d\\", "x.y")), recipient("<\"a b\\\"c@d\\\\\"@x.y>"));
    assertEquals(
        new ForwardPath.Recipient(at("müller", "bücher.example")),
        recipient("<müller@bücher.example>"));
  }

  @Test
  void dropsSourceRoutes() {
    assertEquals(
        new ForwardPath.Recipient(at("user", "other.example")),
        recipient("<@local.example,@[127.0.0.1]:user@other.example>"));
    assertEquals(
        new ReversePath.Sender(at("user", "other.example")),
        sender("MAIL FROM:<@local.example:user@other.example>"));
  }

  @Test
  void readsAddressLiterals() {
    assertEquals(
        new ForwardPath.Recipient(
            new EnvelopeAddress("a", new HostPart.IpLiteral(InetAddress.ofLiteral("192.0.2.1")))),
        recipient("<a@[192.0.2.1]>"));
    assertEquals(
        new ForwardPath.Recipient(
            new EnvelopeAddress("a", new HostPart.IpLiteral(InetAddress.ofLiteral("2001:db8::1")))),
        recipient("<a@[ipv6:2001:db8::1]>"));
    assertEquals(
        new ForwardPath.Recipient(
            new EnvelopeAddress("a", new HostPart.GeneralLiteral("x400:c=de"))),
        recipient("<a@[x400:c=de]>"));
  }

  @Test
  void anAddressIsWrittenAsItMustBe() {
    assertEquals("\"a b\\\"c@d\\\\\"@x.y", at("a b\"c@d\\", "x.y").wire());
    assertEquals("\".a\"@x.y", at(".a", "x.y").wire());
    assertEquals("a.b@x.y", at("a.b", "x.y").wire());
  }

  @Test
  void readsParametersOfMail() {
    String line =
        "MAIL FROM:<a@b.c> size=1000 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=QQ+2B314 AUTH=<>";
    String auth = "MAIL FROM:<a@b.c> AUTH=e+3Dmc2@example.com BODY=binarymime";
    assertEquals("501 5.5.4", refusal(line.replace("<>", "a=b")));
    assertEquals(
        new MailParameters(
            OptionalLong.of(1000),
            BodyType.EIGHT_BIT_MIME,
            true,
            Optional.of(DsnReturn.HDRS),
            Optional.of("QQ+314"),
            Optional.of("<>")),
        assertInstanceOf(SmtpCommand.Mail.class, command(line)).parameters());
    MailParameters parameters =
        assertInstanceOf(SmtpCommand.Mail.class, command(auth)).parameters();
    assertEquals(Optional.of("e=mc2@example.com"), parameters.auth());
    assertEquals(BodyType.BINARY_MIME, parameters.body());
  }

  /// RFC 3461 §4, RFC 6533 §3.
  @Test
  void readsParametersOfRcpt() {
    String line = "RCPT TO:<a@b.c> NOTIFY=SUCCESS,failure,DELAY ORCPT=rfc822;Bob+20B@example.com";
    assertEquals(
        new RcptParameters(
            Set.of(Notify.SUCCESS, Notify.FAILURE, Notify.DELAY),
            Optional.of(new OriginalRecipient("rfc822", "Bob B@example.com"))),
        assertInstanceOf(SmtpCommand.Rcpt.class, command(line)).parameters());
    assertEquals(
        new RcptParameters(
            Set.of(Notify.NEVER), Optional.of(new OriginalRecipient("utf-8", "ü\\x{E9}@x"))),
        assertInstanceOf(
                SmtpCommand.Rcpt.class,
                command("RCPT TO:<a@b.c> ORCPT=utf-8;ü\\x{E9}@x NOTIFY=NEVER"))
            .parameters());
  }

  @Test
  void aLineEndsWithCrLf() {
    Line bare = new Line("NOOP".getBytes(StandardCharsets.US_ASCII), false);
    assertInstanceOf(Parsed.Malformed.class, parser.parse(bare));
    assertInstanceOf(Parsed.Command.class, new CommandParser(true).parse(bare));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP \0", "NO\0OP", "NOOP \r", "NOOP \u0007", "NOOP \u0085"})
  void refusesControls(String line) {
    assertEquals("500 5.5.2", refusal(line));
  }

  @Test
  void refusesWhatIsNotUtf8() {
    Line line = new Line(new byte[] {'N', 'O', 'O', 'P', ' ', (byte) 0xff}, true);
    assertInstanceOf(Parsed.Malformed.class, parser.parse(line));
  }

  @Test
  void anythingCutOffIsAnswered() {
    String line = "MAIL FROM:<@x,@y:\"a\\\" b\"@[IPv6:::1]> SIZE=10 BODY=8BITMIME ENVID=a+2Bb";
    for (int end = 0; end <= line.length(); end++) {
      Parsed parsed = parse(line.substring(0, end));
      assertTrue(parsed instanceof Parsed.Command || parsed instanceof Parsed.Malformed);
    }
  }
}
