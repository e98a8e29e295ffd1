package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.SubjectTerm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.auth.dns.ZoneServer;

/// Mail to and from servers that others wrote: submission, queue, MX look-up in a DNS of our own,
/// Postfix and Exim, and the way back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherServersTest {
  private static final String ALICE = "alice@example.test";
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String BODY = "First line\r\n.\r\n..\r\n.dots\r\nGr\u00fc\u00dfe\r\n";

  /// Which of them.
  enum Kind {
    POSTFIX,
    EXIM
  }

  @TempDir static Path data;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<Kind, MailServer> servers = new HashMap<>();
  private Optional<DaemonProcess> daemon = Optional.empty();

  @BeforeAll
  void start() throws Exception {
    assumeTrue(PostfixServer.isThere() || EximServer.isThere(), "needs root, and Postfix or Exim");
    int port = MailServer.freePort("127.0.0.1", "127.0.0.2");
    ZoneServer zone =
        ZoneServer.of(
            """
            postfix.test    IN MX 10 mx.postfix.test
            backup.test     IN MX 10 dead.backup.test
            backup.test     IN MX 20 mx.postfix.test
            exim.test       IN MX 10 mx.exim.test
            null.test       IN MX 0  .
            mx.postfix.test IN A  127.0.0.1
            mx.exim.test    IN A  127.0.0.2
            dead.backup.test IN A 127.0.0.9
            """);
    open.add(zone);
    DaemonProcess started =
        DaemonProcess.start(
            data, "--outbound", "--outbound-port", "" + port, "--dns", zone.hostPort());
    open.add(started);
    daemon = Optional.of(started);
    if (PostfixServer.isThere()) {
      servers.put(Kind.POSTFIX, PostfixServer.start("127.0.0.1", port, started.smtp()));
    }
    if (EximServer.isThere()) {
      servers.put(Kind.EXIM, EximServer.start("127.0.0.2", port, started.smtp()));
    }
    open.addAll(servers.values());
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private DaemonProcess daemon() {
    return daemon.orElseThrow();
  }

  private MailServer server(Kind kind) {
    assumeTrue(servers.containsKey(kind), kind + " is not here");
    return servers.get(kind);
  }

  /// Properties of Jakarta Mail, in pairs.
  private static Session session(String... settings) {
    Properties properties = new Properties();
    properties.put("mail.smtp.ssl.trust", "*");
    properties.put("mail.smtp.ssl.checkserveridentity", "false");
    properties.put("mail.smtp.allow8bitmime", "true");
    properties.put("mail.imap.ssl.trust", "*");
    properties.put("mail.imap.starttls.enable", "true");
    for (int i = 0; i < settings.length; i += 2) {
      properties.put(settings[i], settings[i + 1]);
    }
    return Session.getInstance(properties);
  }

  private static MimeMessage message(
      Session session, String from, String subject, String body, String... to)
      throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(from));
    for (String one : to) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(one));
    }
    message.setHeader("Subject", subject);
    message.setText(body, "UTF-8");
    message.setHeader("Content-Transfer-Encoding", "8bit");
    message.saveChanges();
    return message;
  }

  /// As a mail program does, with TLS and a login.
  private void submit(String subject, String body, List<String> settings, String... to)
      throws MessagingException {
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of("mail.smtp.auth", "true", "mail.smtp.starttls.required", "true"));
    Session session = session(all.toArray(String[]::new));
    Message message = message(session, ALICE, subject, body, to);
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(DaemonProcess.HOST, daemon().submission(), ALICE, "pass");
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  /// To alice, through the other server, from a user of it.
  private void inject(
      MailServer server, String from, String subject, String body, String... settings)
      throws MessagingException {
    Session session = session(settings);
    Message message = message(session, from, subject, body, ALICE);
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(server.address(), server.port(), null, null);
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  /// Waits until alice has a message with this text; octets become chars one by one.
  private String alices(String subject, String text) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> find(subject, text), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<String> find(String subject, String text)
      throws MessagingException, IOException {
    try (Store store = session().getStore("imap")) {
      store.connect(DaemonProcess.HOST, daemon().imap(), ALICE, "pass");
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_ONLY);
      for (Message message : inbox.search(new SubjectTerm(subject))) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        message.writeTo(octets);
        String all = octets.toString(StandardCharsets.ISO_8859_1);
        if (all.contains(text)) {
          return Optional.of(all);
        }
      }
      return Optional.empty();
    }
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String bodyOf(String message) {
    String lines = message.replace("\r\n", "\n");
    return lines.substring(lines.indexOf("\n\n") + 2);
  }

  @ParameterizedTest
  @EnumSource
  void takesWhatOurUsersSend(Kind kind) throws Exception {
    MailServer server = server(kind);
    submit("out to " + kind, BODY, List.of(), "bob@" + server.domain());
    String arrived = server.message("Subject: out to " + kind);
    assertEquals(bytes(BODY).replace("\r\n", "\n"), bodyOf(arrived));
    assertTrue(arrived.startsWith("Return-"), arrived);
    server.awaitLog(server.secureChunks());
  }

  @ParameterizedTest
  @EnumSource
  void bringsMailToUs(Kind kind) throws Exception {
    MailServer server = server(kind);
    inject(server, "carol@" + server.domain(), "in from " + kind, BODY);
    String arrived = alices("in from " + kind, "");
    assertEquals(bytes(BODY).replace("\r\n", "\n"), bodyOf(arrived));
    assertTrue(arrived.contains(" with ESMTPS "), arrived);
    assertTrue(arrived.startsWith("Return-Path: <carol@" + server.domain() + ">\r\n"), arrived);
  }

  @ParameterizedTest
  @EnumSource
  void utf8InAddressesBothWays(Kind kind) throws Exception {
    MailServer server = server(kind);
    String user = "\u7528\u6237@" + server.domain();
    String subject = "\u4e3b\u9898 " + kind;
    submit(subject + " out", BODY, List.of("mail.mime.allowutf8", "true"), user);
    String out = server.message(bytes(subject + " out"));
    assertTrue(out.contains(bytes(user)), out);
    inject(server, user, subject + " in", BODY, "mail.mime.allowutf8", "true");
    String in = alices(kind + " in", bytes(subject + " in"));
    assertTrue(in.contains("Return-Path: <" + bytes(user) + ">"), in);
    assertTrue(in.contains(" with UTF8SMTPS "), in);
  }

  @ParameterizedTest
  @EnumSource
  void successIsReportedBothWays(Kind kind) throws Exception {
    MailServer server = server(kind);
    submit(
        "success out " + kind,
        BODY,
        List.of("mail.smtp.dsn.notify", "SUCCESS", "mail.smtp.dsn.ret", "HDRS"),
        "bob@" + server.domain());
    // The other server makes it, since the wish was passed on.
    String there = alices("", "Subject: success out " + kind);
    assertTrue(
        there.contains("Reporting-MTA: dns; mx." + server.domain() + "\r\n")
            || there.contains("Reporting-MTA: dns;mx." + server.domain() + "\r\n"),
        there);
    assertTrue(there.contains("Action: delivered\r\n"), there);
    inject(
        server,
        "dave@" + server.domain(),
        "success in " + kind,
        BODY,
        "mail.smtp.dsn.notify",
        "SUCCESS",
        "mail.smtp.dsn.ret",
        "HDRS");
    String here = server.message("Reporting-MTA: dns; mail.example.test");
    assertTrue(here.contains("Action: delivered\n"), here);
    assertTrue(here.contains("Final-Recipient: rfc822; " + ALICE + "\n"), here);
    assertTrue(here.contains("Subject: success in " + kind + "\n"), here);
  }

  @ParameterizedTest
  @EnumSource
  void twentyMegabytesBothWays(Kind kind) throws Exception {
    MailServer server = server(kind);
    String line = "0123456789abcdef".repeat(4) + "\r\n";
    String body = line.repeat(20_000_000 / line.length());
    submit("large out " + kind, body, List.of(), "bob@" + server.domain());
    assertEquals(
        body.replace("\r\n", "\n").length(),
        bodyOf(server.message("Subject: large out " + kind)).length());
    inject(server, "carol@" + server.domain(), "large in " + kind, body);
    assertEquals(
        body.replace("\r\n", "\n").length(), bodyOf(alices("large in " + kind, "")).length());
  }

  @ParameterizedTest
  @EnumSource
  void whoIsNotThereIsReported(Kind kind) throws Exception {
    MailServer server = server(kind);
    submit(
        "to nobody at " + kind,
        BODY,
        List.of(),
        "nobody@" + server.domain(),
        "bob@" + server.domain());
    String report = alices("Undelivered", "Subject: to nobody at " + kind);
    assertTrue(report.contains("Final-Recipient: rfc822; nobody@" + server.domain()), report);
    assertTrue(report.contains("Status: 5.1.1\r\n"), report);
    assertTrue(report.contains("Remote-MTA: dns; mx." + server.domain()), report);
    server.message("Subject: to nobody at " + kind);
  }

  @Test
  void theSecondServerIsTriedWhereTheFirstIsDead() throws Exception {
    MailServer server = server(Kind.POSTFIX);
    submit("by the second", BODY, List.of(), "bob@backup.test");
    server.message("Subject: by the second");
  }

  @Test
  void domainsWithoutMailAreReported() throws Exception {
    submit("to nowhere", BODY, List.of(), "bob@null.test", "bob@absent.test");
    String refusing = alices("Undelivered", "Final-Recipient: rfc822; bob@null.test");
    assertTrue(refusing.contains("Status: 5.1.10\r\n"), refusing);
    String absent = alices("Undelivered", "Final-Recipient: rfc822; bob@absent.test");
    assertTrue(absent.contains("Status: 5.1.2\r\n"), absent);
  }
}
