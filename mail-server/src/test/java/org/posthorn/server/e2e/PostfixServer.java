package org.posthorn.server.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Postfix of Debian's package, started as root.
final class PostfixServer extends MailServer {
  private static final String MASTER = "/usr/sbin/postfix";
  private static final int MAIL_USER = 5001;

  private PostfixServer(String address, int port) throws IOException {
    super("postfix.test", address, port);
  }

  static boolean isThere() {
    return isRoot() && Files.isExecutable(Path.of(MASTER));
  }

  /// Starts one.
  ///
  /// @param next the port of the daemon under test
  static PostfixServer start(String address, int port, int next) throws IOException {
    return start(address, port, "smtp:[127.0.0.1]:" + next);
  }

  /// Starts one that brings its mail to the daemon by LMTP.
  ///
  /// @param next the daemon's port
  static PostfixServer startLmtp(String address, int port, int next) throws IOException {
    return start(address, port, "lmtp:inet:[127.0.0.1]:" + next);
  }

  private static PostfixServer start(String address, int port, String transport)
      throws IOException {
    PostfixServer server = new PostfixServer(address, port);
    server.configure(transport);
    server.run("start");
    server.awaitListening();
    return server;
  }

  private void configure(String transport) throws IOException {
    for (String name : List.of("conf", "spool", "data", "log", "mail")) {
      Files.createDirectory(home().resolve(name));
    }
    var users = home().getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(home().resolve("data"), users.lookupPrincipalByName("postfix"));
    Files.setAttribute(home().resolve("mail"), "unix:uid", MAIL_USER);
    Files.setAttribute(home().resolve("mail"), "unix:gid", MAIL_USER);
    Files.writeString(home().resolve("conf/transport"), "example.test " + transport + "\n");
    Files.writeString(
        home().resolve("conf/access"), "nobody@postfix.test 550 5.1.1 There is nobody\n");
    Files.writeString(
        home().resolve("conf/main.cf"),
        MAIN.replace("HOME", home().toString()).replace("ADDRESS", address()));
    Files.writeString(
        home().resolve("conf/master.cf"),
        MASTERS.replace("ADDRESS", address()).replace("PORT", "" + port()));
  }

  private static final String MAIN =
      """
      compatibility_level = 3.6
      queue_directory = HOME/spool
      data_directory = HOME/data
      command_directory = /usr/sbin
      daemon_directory = /usr/lib/postfix/sbin
      mail_owner = postfix
      setgid_group = postdrop
      maillog_file = HOME/log/postfix.log
      maillog_file_prefixes = /tmp
      myhostname = mx.postfix.test
      mydestination =
      mynetworks = 127.0.0.0/8
      inet_interfaces = ADDRESS
      inet_protocols = ipv4
      alias_maps =
      local_recipient_maps =
      transport_maps = texthash:HOME/conf/transport
      default_transport = error:5.7.1 nowhere
      virtual_mailbox_domains = postfix.test, backup.test
      virtual_mailbox_base = HOME/mail
      virtual_mailbox_maps = static:all/
      virtual_uid_maps = static:5001
      virtual_gid_maps = static:5001
      virtual_minimum_uid = 1000
      virtual_mailbox_limit = 0
      message_size_limit = 52428800
      smtpd_tls_cert_file = HOME/cert.pem
      smtpd_tls_key_file = HOME/key.pem
      smtpd_tls_security_level = may
      smtpd_tls_loglevel = 1
      smtp_tls_security_level = encrypt
      smtp_tls_loglevel = 1
      smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
      smtpd_recipient_restrictions = check_recipient_access texthash:HOME/conf/access
      queue_run_delay = 3s
      minimal_backoff_time = 3s
      maximal_backoff_time = 6s
      """;

  private static final String MASTERS =
      """
      ADDRESS:PORT inet n - n - - smtpd
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
      smtp unix - - n - - smtp
      lmtp unix - - n - - lmtp
      showq unix n - n - - showq
      error unix - - n - - error
      retry unix - - n - - error
      virtual unix - n n - - virtual
      anvil unix - - n - 1 anvil
      scache unix - - n - 1 scache
      postlog unix-dgram n - n - 1 postlogd
      """;

  private void run(String command) throws IOException {
    Process process =
        new ProcessBuilder(MASTER, "-c", home().resolve("conf").toString(), command)
            .redirectErrorStream(true)
            .redirectOutput(home().resolve("log/" + command).toFile())
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

  @Override
  Path log() {
    return home().resolve("log/postfix.log");
  }

  @Override
  Path newMail() {
    return home().resolve("mail/all/new");
  }

  @Override
  String secureChunks() {
    return "disconnect from .* starttls=1 .*bdat=[1-9]";
  }

  @Override
  public void close() throws IOException {
    run("stop");
    deleteHome();
  }
}
