package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.search.SubjectTerm;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Angus Mail, the reference implementation of Jakarta Mail: sends, reads over IMAP and POP3, and
/// waits with IDLE.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AngusMailTest {
  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";

  @TempDir static Path data;

  private DaemonProcess daemon;
  private Session session;

  @BeforeAll
  void startDaemon() throws Exception {
    daemon = DaemonProcess.start(data);
    Properties properties = new Properties();
    for (String protocol : new String[] {"smtp", "smtps", "imap", "imaps", "pop3", "pop3s"}) {
      String prefix = "mail." + protocol + ".";
      properties.put(prefix + "ssl.trust", "*");
      properties.put(prefix + "ssl.checkserveridentity", "false");
      properties.put(prefix + "connectiontimeout", "30000");
      properties.put(prefix + "timeout", "30000");
    }
    properties.put("mail.smtp.auth", "true");
    properties.put("mail.smtp.starttls.required", "true");
    properties.put("mail.smtps.auth", "true");
    properties.put("mail.imap.starttls.required", "true");
    properties.put("mail.imap.starttls.enable", "true");
    session = Session.getInstance(properties);
  }

  @AfterAll
  void stopDaemon() throws Exception {
    daemon.close();
  }

  private void send(String protocol, int port, Message message) throws MessagingException {
    try (Transport transport = session.getTransport(protocol)) {
      transport.connect(DaemonProcess.HOST, port, BOB, "pass");
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  private MimeMessage message(String subject) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(BOB));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(ALICE));
    message.setSubject(subject, "UTF-8");
    message.setText("Grüße\r\n.\r\n", "UTF-8");
    return message;
  }

  private Store store(String protocol, int port) throws MessagingException {
    Store store = session.getStore(protocol);
    store.connect(DaemonProcess.HOST, port, ALICE, "pass");
    return store;
  }

  @Test
  void attachmentsArriveAsTheyWereSent() throws Exception {
    byte[] bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    MimeBodyPart text = new MimeBodyPart();
    text.setText("see below", "UTF-8");
    MimeBodyPart file = new MimeBodyPart();
    file.setDataHandler(
        new jakarta.activation.DataHandler(
            new jakarta.mail.util.ByteArrayDataSource(bytes, "application/octet-stream")));
    file.setFileName("Übersicht.bin");
    MimeMessage sent = message("with an attachment");
    sent.setContent(new MimeMultipart(text, file));
    send("smtps", daemon.submissions(), sent);

    try (Store store = store("imaps", daemon.imaps());
        Folder inbox = store.getFolder("INBOX")) {
      inbox.open(Folder.READ_ONLY);
      Message[] found = inbox.search(new SubjectTerm("with an attachment"));
      assertEquals(1, found.length);
      MimeMultipart parts = (MimeMultipart) found[0].getContent();
      assertEquals(2, parts.getCount());
      assertEquals("see below", parts.getBodyPart(0).getContent());
      assertArrayEquals(bytes, parts.getBodyPart(1).getInputStream().readAllBytes());
    }
  }

  @Test
  void flagsFoldersAndCopies() throws Exception {
    send("smtp", daemon.submission(), message("to be filed"));
    try (Store store = store("imap", daemon.imap())) {
      Folder target = store.getFolder("Archive/Müller & Söhne");
      assertTrue(target.create(Folder.HOLDS_MESSAGES));
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_WRITE);
        Message[] found = inbox.search(new SubjectTerm("to be filed"));
        found[0].setFlag(Flags.Flag.FLAGGED, true);
        ((IMAPFolder) inbox).moveMessages(found, target);
        assertEquals(0, inbox.search(new SubjectTerm("to be filed")).length);
      }
      target.open(Folder.READ_ONLY);
      assertEquals(1, target.getMessageCount());
      assertTrue(target.getMessage(1).isSet(Flags.Flag.FLAGGED));
      assertEquals("Grüße\r\n.\r\n", target.getMessage(1).getContent());
      target.close();
    }
  }

  @Test
  void idleTellsOfNewMail() throws Exception {
    try (Store store = store("imaps", daemon.imaps());
        IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX")) {
      inbox.open(Folder.READ_ONLY);
      CompletableFuture<String> subject = new CompletableFuture<>();
      inbox.addMessageCountListener(
          new MessageCountAdapter() {
            @Override
            public void messagesAdded(MessageCountEvent event) {
              try {
                subject.complete(event.getMessages()[0].getSubject());
              } catch (MessagingException e) {
                subject.completeExceptionally(e);
              }
            }
          });
      Thread idler =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      inbox.idle(true);
                    } catch (MessagingException e) {
                      subject.completeExceptionally(e);
                    }
                  });
      send("smtp", daemon.submission(), message("pushed: Grüße"));
      assertEquals("pushed: Grüße", subject.get(30, TimeUnit.SECONDS));
      idler.join();
    }
  }

  @Test
  void pop3ReadsAndDeletes() throws Exception {
    send("smtp", daemon.submission(), message("by POP3"));
    try (Store store = store("pop3s", daemon.pop3s())) {
      Folder inbox = store.getFolder("INBOX");
      inbox.open(Folder.READ_WRITE);
      Message last = inbox.getMessage(inbox.getMessageCount());
      assertEquals("Grüße\r\n.\r\n", last.getContent());
      last.setFlag(Flags.Flag.DELETED, true);
      int before = inbox.getMessageCount();
      inbox.close(true);
      inbox.open(Folder.READ_ONLY);
      assertEquals(before - 1, inbox.getMessageCount());
      inbox.close();
    }
  }
}
