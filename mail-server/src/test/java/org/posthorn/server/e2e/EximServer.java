package org.posthorn.server.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An Exim of Debian's package, started as root. The package conflicts with Postfix's, so
/// `posthorn test` unpacks it without installing it.
final class EximServer extends MailServer {
  private static final String USER = "Debian-exim";

  private final Process process;

  private EximServer(String address, int port, int next, String protocol, Path program)
      throws IOException {
    super("exim.test", address, port);
    Path configuration = configure(next, protocol, program);
    // As its own user from the start: with a configuration of ours it would drop root on the way.
    // -bdf: a daemon that stays in the foreground; -q2s: what had to wait is tried again soon.
    process =
        new ProcessBuilder(
                "setpriv",
                "--reuid=" + USER,
                "--regid=" + USER,
                "--clear-groups",
                program.toString(),
                "-C",
                configuration.toString(),
                "-bdf",
                "-q2s")
            .redirectErrorStream(true)
            .redirectOutput(home().resolve("output").toFile())
            .start();
  }

  /// The program, where it is installed or unpacked.
  static Optional<Path> program() {
    return Stream.of("/usr/sbin/exim4", "/usr/local/lib/posthorn-test/exim/usr/sbin/exim4")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  static boolean isThere() {
    return isRoot() && program().isPresent();
  }

  /// Starts one.
  ///
  /// @param next the port of the daemon under test
  static EximServer start(String address, int port, int next) throws IOException {
    return start(address, port, next, "protocol = smtp\n  hosts_require_tls = *");
  }

  /// Starts one that brings its mail to the daemon by LMTP.
  ///
  /// @param next the daemon's port
  static EximServer startLmtp(String address, int port, int next) throws IOException {
    // Its default is a name of a port that few systems know.
    return start(address, port, next, "protocol = lmtp\n  port = 24");
  }

  private static EximServer start(String address, int port, int next, String protocol)
      throws IOException {
    EximServer server = new EximServer(address, port, next, protocol, program().orElseThrow());
    server.awaitListening();
    return server;
  }

  private Path configure(int next, String protocol, Path program) throws IOException {
    var users = home().getFileSystem().getUserPrincipalLookupService();
    for (String name : List.of("spool", "log", "mail")) {
      Files.createDirectory(home().resolve(name));
    }
    for (String name : List.of("spool", "log", "mail", "key.pem")) {
      Files.setOwner(home().resolve(name), users.lookupPrincipalByName(USER));
    }
    Path file = home().resolve("exim.conf");
    Files.writeString(
        file,
        CONFIGURATION
            .replace("HOME", home().toString())
            .replace("ADDRESS", address())
            .replace("NEXT", "" + next)
            .replace("PROTOCOL", protocol)
            .replace("PORT", "" + port())
            .replace("PROGRAM", program.toString()));
    return file;
  }

  private static final String CONFIGURATION =
      """
      primary_hostname = mx.exim.test
      exim_path = PROGRAM
      exim_user = Debian-exim
      exim_group = Debian-exim
      spool_directory = HOME/spool
      log_file_path = HOME/log/%slog
      pid_file_path = HOME/spool/exim.pid
      log_selector = +pipelining +tls_cipher
      local_interfaces = ADDRESS
      daemon_smtp_ports = PORT
      deliver_drop_privilege = true
      disable_ipv6 = true
      keep_environment =
      never_users =
      message_size_limit = 50M
      tls_advertise_hosts = *
      tls_certificate = HOME/cert.pem
      tls_privatekey = HOME/key.pem
      chunking_advertise_hosts = *
      dsn_advertise_hosts = *
      smtputf8_advertise_hosts = *
      acl_smtp_rcpt = recipients
      acl_smtp_data = accept

      begin acl

      recipients:
        deny
          local_parts = nobody
          message = 5.1.1 There is nobody
        accept

      begin routers

      here:
        driver = accept
        domains = exim.test
        transport = box

      next:
        driver = manualroute
        domains = example.test
        transport = out
        route_list = * 127.0.0.1::NEXT
        self = send

      begin transports

      out:
        driver = smtp
        PROTOCOL
        tls_verify_hosts =
        tls_try_verify_hosts =

      box:
        driver = appendfile
        user = Debian-exim
        maildir_format
        directory = HOME/mail/all
        create_directory
        return_path_add

      begin retry

      * * F,1h,2s
      """;

  @Override
  Path log() {
    return home().resolve("log/mainlog");
  }

  @Override
  Path newMail() {
    return home().resolve("mail/all/new");
  }

  @Override
  String secureChunks() {
    // K: the client made use of CHUNKING.
    return " <= alice@example.test (?=.* X=TLS1)(?=.* K ).*";
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    deleteHome();
  }
}
