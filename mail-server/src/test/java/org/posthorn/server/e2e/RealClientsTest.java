package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Sends with curl, swaks, msmtp and Python, reads with curl, mbsync, fetchmail, mutt and Python.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsTest {
  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";

  @TempDir static Path data;
  @TempDir Path home;

  private DaemonProcess daemon;
  private ForeignClient client;

  @BeforeAll
  void startDaemon() throws Exception {
    daemon = DaemonProcess.start(data);
  }

  @AfterAll
  void stopDaemon() throws Exception {
    daemon.close();
  }

  @BeforeEach
  void newHome() {
    client = new ForeignClient(home);
  }

  private static String message(String subject) {
    return """
        From: Bob <bob@example.test>
        To: Alice <alice@example.test>
        Subject: %s

        Good day, Alice.
        .A line that starts with a dot.
        """
        .formatted(subject)
        .replace("\n", "\r\n");
  }

  @Test
  void curlSendsAndReads() throws Exception {
    Path mail = client.file("mail.eml", message("by curl"));
    client
        .run(
            "",
            "curl",
            "-sS",
            "--mail-from",
            BOB,
            "--mail-rcpt",
            ALICE,
            "-T",
            mail.toString(),
            "smtp://127.0.0.1:" + daemon.smtp())
        .ok();
    String found =
        client
            .run(
                "",
                "curl",
                "-sSk",
                "-u",
                ALICE + ":pass",
                "imaps://127.0.0.1:" + daemon.imaps() + "/INBOX?SUBJECT%20%22by%20curl%22")
            .ok()
            .output();
    String number = found.strip().replace("* SEARCH ", "").strip();
    assertTrue(number.matches("\\d+"), found);
    String text =
        client
            .run(
                "",
                "curl",
                "-sSk",
                "-u",
                ALICE + ":pass",
                "imaps://127.0.0.1:" + daemon.imaps() + "/INBOX;MAILINDEX=" + number)
            .ok()
            .output();
    assertTrue(text.contains(".A line that starts with a dot.\r\n"), text);
    assertTrue(text.startsWith("Return-Path: <bob@example.test>\r\n"), text);
  }

  @Test
  void swaksSubmitsWithTlsAndEveryMechanism() throws Exception {
    for (String mechanism : List.of("PLAIN", "LOGIN")) {
      String log =
          client
              .run(
                  "",
                  "swaks",
                  "--server",
                  "127.0.0.1",
                  "--port",
                  "" + daemon.submission(),
                  "-tls",
                  "--auth",
                  mechanism,
                  "--auth-user",
                  BOB,
                  "--auth-password",
                  "pass",
                  "--from",
                  BOB,
                  "--to",
                  ALICE,
                  "--header",
                  "Subject: by swaks " + mechanism)
              .ok()
              .output();
      assertTrue(log.contains("<~  250"), log);
      assertEquals(1, count(ALICE, "by swaks " + mechanism));
    }
  }

  @Test
  void swaksDeliversByLmtp() throws Exception {
    String log =
        client
            .run(
                "",
                "swaks",
                "--protocol",
                "LMTP",
                "--server",
                "127.0.0.1",
                "--port",
                "" + daemon.lmtp(),
                "--from",
                "someone@far.example",
                "--to",
                ALICE + "," + BOB,
                "--header",
                "Subject: by LMTP")
            .ok()
            .output();
    assertEquals(
        2, log.lines().filter(line -> line.contains("250 2.0.0 OK; taken as")).count(), log);
    assertEquals(1, count(ALICE, "by LMTP"));
    assertEquals(1, count(BOB, "by LMTP"));
  }

  @Test
  void submissionRefusesSomebodyElsesAddress() throws Exception {
    ForeignClient.Result result =
        client.run(
            "",
            "swaks",
            "--server",
            "127.0.0.1",
            "--port",
            "" + daemon.submissions(),
            "--tls-on-connect",
            "--auth",
            "PLAIN",
            "--auth-user",
            BOB,
            "--auth-password",
            "pass",
            "--from",
            ALICE,
            "--to",
            ALICE);
    assertTrue(result.output().contains("553 5.7.1"), result.output());
    assertTrue(result.exitCode() != 0);
  }

  @Test
  void msmtpSubmits() throws Exception {
    Path config =
        client.file(
            "msmtprc",
            """
            account default
            host 127.0.0.1
            port %d
            tls on
            tls_starttls off
            tls_certcheck off
            auth plain
            user %s
            password pass
            from %s
            """
                .formatted(daemon.submissions(), BOB, BOB));
    client.run(message("by msmtp"), "msmtp", "-C", config.toString(), ALICE).ok();
    assertEquals(1, count(ALICE, "by msmtp"));
  }

  @Test
  void mbsyncCopiesEveryMailbox() throws Exception {
    send("for mbsync");
    Files.createDirectories(home.resolve("Mail"));
    Path config =
        client.file(
            "mbsyncrc",
            """
            IMAPAccount a
            Tunnel "openssl s_client -quiet -verify_quiet -connect 127.0.0.1:%d 2>/dev/null"
            User %s
            Pass pass
            SSLType None
            AuthMechs LOGIN

            IMAPStore remote
            Account a

            MaildirStore local
            Path %s/Mail/
            Inbox %s/Mail/INBOX
            SubFolders Verbatim

            Channel c
            Far :remote:
            Near :local:
            Patterns *
            Create Both
            Expunge Both
            SyncState *
            """
                .formatted(daemon.imaps(), ALICE, home, home));
    client.run("", "mbsync", "-c", config.toString(), "-a").ok();
    for (String mailbox : List.of("INBOX", "Drafts", "Sent", "Trash", "Junk", "Archive")) {
      assertTrue(Files.isDirectory(home.resolve("Mail").resolve(mailbox)), mailbox);
    }
    try (Stream<Path> files = Files.walk(home.resolve("Mail/INBOX"))) {
      assertTrue(
          files
              .filter(Files::isRegularFile)
              .anyMatch(file -> contains(file, "Subject: for mbsync")));
    }
  }

  @Test
  void fetchmailTakesTheMailAway() throws Exception {
    send("for fetchmail");
    Path mailbox = home.resolve("fetched");
    Path script = client.file("take.sh", "#!/bin/sh\ncat >> '" + mailbox + "'\n");
    Files.setPosixFilePermissions(
        script, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Path config =
        client.file(
            "fetchmailrc",
            """
            poll 127.0.0.1 service %d protocol pop3 uidl
              user "%s" password "pass" ssl no sslcertck keep
              mda "%s"
            """
                .formatted(daemon.pop3s(), ALICE, script));
    client
        .run(
            "",
            "fetchmail",
            "-f",
            config.toString(),
            "--nodetach",
            "--nosyslog",
            "--pidfile",
            home.resolve("pid").toString())
        .ok();
    assertTrue(Files.readString(mailbox).contains("Subject: for fetchmail"));
  }

  @Test
  void muttSendsAndFilesACopy() throws Exception {
    Path config =
        client.file(
            "muttrc",
            """
            set smtp_url = "smtps://bob@example.test@127.0.0.1:%d/"
            set smtp_pass = "pass"
            set imap_user = "bob@example.test"
            set imap_pass = "pass"
            set folder = "imaps://127.0.0.1:%d/"
            set record = "+Sent"
            set from = "bob@example.test"
            set use_from = yes
            set ssl_verify_host = no
            set certificate_file = "%s"
            """
                .formatted(daemon.submissions(), daemon.imaps(), data.resolve("tls/cert.pem")));
    client.run("Good day.\n", "mutt", "-n", "-F", config.toString(), "-s", "by mutt", ALICE).ok();
    assertEquals(1, count(ALICE, "by mutt"));
    assertEquals(1, count(BOB, "Sent", "by mutt"));
  }

  @Test
  void pythonSpeaksAllThree() throws Exception {
    Path script =
        client.file(
            "all.py",
            """
            import imaplib, poplib, smtplib, ssl, sys
            smtp, imap, pop3 = map(int, sys.argv[1:])
            tls = ssl.create_default_context()
            tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
            with smtplib.SMTP('127.0.0.1', smtp) as s:
                s.starttls(context=tls)
                s.login('bob@example.test', 'pass')
                s.sendmail('bob@example.test', ['bob@example.test'],
                           b'Subject: by python\\r\\n\\r\\nhello\\r\\n')
            m = imaplib.IMAP4('127.0.0.1', imap)
            m.starttls(tls)
            m.login('bob@example.test', 'pass')
            m.select()
            found = m.search(None, 'SUBJECT', '"by python"')[1][0].split()
            assert len(found) == 1, found
            m.store(found[0], '+FLAGS', '\\\\Flagged')
            assert b'\\\\Flagged' in m.fetch(found[0], '(FLAGS)')[1][0]
            p = poplib.POP3('127.0.0.1', pop3)
            p.stls(tls)
            p.user('bob@example.test'); p.pass_('pass')
            count = p.stat()[0]
            assert count >= 1
            assert any(b'Subject: by python' in line for line in p.retr(count)[1])
            p.quit()
            m.logout()
            """);
    client
        .run(
            "",
            "python3",
            script.toString(),
            "" + daemon.submission(),
            "" + daemon.imap(),
            "" + daemon.pop3())
        .ok();
  }

  private void send(String subject) throws Exception {
    client
        .run(
            message(subject),
            "curl",
            "-sS",
            "--mail-from",
            BOB,
            "--mail-rcpt",
            ALICE,
            "-T",
            "-",
            "smtp://127.0.0.1:" + daemon.smtp())
        .ok();
  }

  /// How many messages in INBOX have the subject.
  private int count(String user, String subject) throws Exception {
    return count(user, "INBOX", subject);
  }

  private int count(String user, String mailbox, String subject) throws Exception {
    String found =
        client
            .run(
                "",
                "curl",
                "-sSk",
                "-u",
                user + ":pass",
                "imaps://127.0.0.1:"
                    + daemon.imaps()
                    + "/"
                    + mailbox
                    + "?SUBJECT%20%22"
                    + subject.replace(" ", "%20")
                    + "%22")
            .ok()
            .output();
    return (int) found.strip().replace("* SEARCH", "").chars().filter(c -> c == ' ').count();
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).contains(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
