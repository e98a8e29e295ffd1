package org.posthorn.smtp.outbound.route;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.posthorn.protocol.tls.SelfSigned;

/// A real Postfix on loopback, in a directory of its own, that takes mail for `remote.test` as
/// `mx.remote.test` and puts it into a Maildir. It needs root and Debian's package.
final class Postfix implements AutoCloseable {
  private static final String MASTER = "/usr/sbin/postfix";
  private static final int MAIL_USER = 5001;

  private final Path home;
  private final int port;

  private Postfix(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /// Whether one can be run here.
  static boolean isThere() {
    return Files.isExecutable(Path.of(MASTER)) && "root".equals(System.getProperty("user.name"));
  }

  static Postfix start() throws IOException {
    Path home = Files.createTempDirectory("posthorn-postfix");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Postfix postfix = new Postfix(home, port);
    postfix.configure();
    postfix.run("start");
    await().atMost(Duration.ofSeconds(30)).until(postfix::listens);
    return postfix;
  }

  private void configure() throws IOException {
    for (String name : List.of("conf", "spool", "data", "log", "mail")) {
      Files.createDirectory(home.resolve(name));
    }
    var users = home.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(home.resolve("data"), users.lookupPrincipalByName("postfix"));
    Files.setAttribute(home.resolve("mail"), "unix:uid", MAIL_USER);
    Files.setAttribute(home.resolve("mail"), "unix:gid", MAIL_USER);
    SelfSigned.create(List.of("mx.remote.test"), InstantSource.system())
        .write(certificate(), home.resolve("key.pem"));
    Files.writeString(home.resolve("conf/main.cf"), mainCf().replace("HOME", home.toString()));
    Files.writeString(home.resolve("conf/master.cf"), masterCf());
  }

  private static String mainCf() {
    return """
    compatibility_level = 3.6
    queue_directory = HOME/spool
    data_directory = HOME/data
    command_directory = /usr/sbin
    daemon_directory = /usr/lib/postfix/sbin
    mail_owner = postfix
    setgid_group = postdrop
    maillog_file = HOME/log/postfix.log
    maillog_file_prefixes = /tmp
    myhostname = mx.remote.test
    mydestination =
    mynetworks = 127.0.0.77/32
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    alias_maps =
    local_recipient_maps =
    default_transport = error:5.7.1 nowhere
    virtual_mailbox_domains = remote.test
    virtual_mailbox_base = HOME/mail
    virtual_mailbox_maps = static:remote.test/all/
    virtual_uid_maps = static:5001
    virtual_gid_maps = static:5001
    virtual_minimum_uid = 1000
    virtual_mailbox_limit = 0
    message_size_limit = 52428800
    smtputf8_enable = yes
    smtpd_tls_cert_file = HOME/cert.pem
    smtpd_tls_key_file = HOME/key.pem
    smtpd_tls_security_level = may
    smtpd_tls_loglevel = 1
    smtpd_relay_restrictions = reject_unauth_destination
    smtpd_discard_ehlo_keyword_address_maps =
    """;
  }

  private String masterCf() {
    return "127.0.0.1:"
        + port
        + " inet n - n - - smtpd\n"
        + """
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd
        """;
  }

  private void run(String command) throws IOException {
    Process process =
        new ProcessBuilder(MASTER, "-c", home.resolve("conf").toString(), command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log/" + command).toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroy();
        throw new IOException("postfix " + command + " takes too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private boolean listens() {
    try (Socket _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  int port() {
    return port;
  }

  Path certificate() {
    return home.resolve("cert.pem");
  }

  /// Waits for a message that has this text in it.
  String message(String text) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> find(text), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<String> find(String text) throws IOException {
    Path mails = home.resolve("mail/remote.test/all/new");
    if (!Files.isDirectory(mails)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(mails)) {
      for (Path file : files.toList()) {
        String mail = Files.readString(file, StandardCharsets.UTF_8);
        if (mail.contains(text)) {
          return Optional.of(mail);
        }
      }
    }
    return Optional.empty();
  }

  /// Waits until the log has this text.
  void awaitLog(String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.readString(home.resolve("log/postfix.log")).contains(text));
  }

  @Override
  public void close() throws IOException {
    run("stop");
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
