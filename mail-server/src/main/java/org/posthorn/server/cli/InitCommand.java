package org.posthorn.server.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.LogConfig;
import org.posthorn.config.LogLevel;
import org.posthorn.config.PosthornConfig;
import org.posthorn.protocol.tls.SelfSigned;
import org.posthorn.server.daemon.Logging;
import org.posthorn.server.daemon.OpenStore;
import org.posthorn.server.setup.ConfigTemplate;
import org.posthorn.server.setup.DkimKey;
import org.posthorn.server.setup.DnsRecords;
import org.posthorn.server.setup.HostName;
import org.posthorn.server.setup.SystemdUnit;
import org.posthorn.storage.directory.DirectoryAdmin;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.schema.AccountRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `posthorn init`: everything that a real host needs, written to one directory.
@Command(
    name = "init",
    description = {
      "Set up a real host for the domain of ADDRESS: write a configuration, a self-signed",
      "certificate until you have a real one, a DKIM key and a unit for systemd, add the first",
      "account, and print the DNS records to publish. Nothing that exists is overwritten."
    })
final class InitCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "ADDRESS", description = "The first account, such as you@example.org.")
  String address;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where all of it goes. Default: ${DEFAULT-VALUE}.",
      defaultValue = "/etc/posthorn")
  Path directory;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data directory. Default: 'data' in --dir; /var/lib/posthorn without --dir.")
  @Nullable Path data;

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "This host's full name. Default: what the system says, or mail.DOMAIN.")
  @Nullable String hostname;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "The account's password; for tests. Default: ask, or read a line.")
  @Nullable String password;

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    MailAddress first = Addresses.parse(address);
    Path home = directory.toAbsolutePath().normalize();
    String host = hostname == null ? HostName.find(first.domain()) : hostname;
    Files.createDirectories(home.resolve("tls"));
    Files.createDirectories(home.resolve("dkim"));
    ConfigTemplate template =
        new ConfigTemplate(
            host,
            dataDirectory(home),
            first.toString(),
            home.resolve("tls/fullchain.pem"),
            home.resolve("tls/privkey.pem"));
    Path config = home.resolve("posthorn.toml");
    writeNew(config, template.text());
    makeCertificate(template, host, first.domain());
    DkimKey dkim = makeDkimKey(home, first.domain());
    SystemdUnit unit = new SystemdUnit(launcher(), config, template.dataDir());
    writeNew(home.resolve("posthorn.service"), unit.text());
    addFirstAccount(template.config(), first);
    tell(home, config, new DnsRecords(first.domain(), host, dkim));
    return ExitCode.OK;
  }

  private Path dataDirectory(Path home) {
    if (data != null) {
      return data.toAbsolutePath().normalize();
    }
    return home.equals(Path.of("/etc/posthorn"))
        ? Path.of("/var/lib/posthorn")
        : home.resolve("data");
  }

  private static void writeNew(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      throw new CommandFailure(ExitCode.CANT_CREATE, file + " exists already");
    }
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
  }

  private static void makeCertificate(ConfigTemplate template, String host, String domain)
      throws IOException {
    if (!Files.exists(template.certificate())) {
      SelfSigned.create(List.of(host, domain), InstantSource.system())
          .write(template.certificate(), template.key());
    }
  }

  /// The selector is the month, so that keys can be rotated without thinking of names.
  private static DkimKey makeDkimKey(Path home, String domain)
      throws IOException, GeneralSecurityException {
    String selector = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMM"));
    Path file = home.resolve("dkim/" + domain + "." + selector + ".pem");
    if (Files.exists(file)) {
      throw new CommandFailure(ExitCode.CANT_CREATE, file + " exists already");
    }
    return DkimKey.generate(selector, file);
  }

  private static Path launcher() {
    String named = System.getProperty("posthorn.launcher", "posthorn");
    return Path.of(named);
  }

  private void addFirstAccount(PosthornConfig config, MailAddress first) throws IOException {
    String chosen;
    try (var input = password == null ? Passwords.ask(address) : Passwords.of(password)) {
      chosen = Passwords.read(input);
    }
    Logging.configure(LogConfig.defaults().withLevel(LogLevel.ERROR), Optional.empty());
    try (OpenStore store = OpenStore.open(config, new SimpleMeterRegistry())) {
      DirectoryAdmin admin = store.mail().directoryAdmin();
      if (admin.domains().stream().noneMatch(d -> d.name().equals(first.domain()))) {
        admin.addDomain(first.domain(), Optional.empty());
      }
      if (admin.account(first).isEmpty()) {
        admin.addAccount(new NewAccount(first, admin.hash(chosen), AccountRow.DEFAULT_QUOTA));
      }
    }
  }

  private void tell(Path home, Path config, DnsRecords records) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Written to " + home + ":");
    out.println("  posthorn.toml      the configuration, every key explained");
    out.println("  posthorn.service   for systemd; its first lines say how to install it");
    out.println("  tls/               a self-signed certificate: replace it by a real one");
    out.println("  dkim/              the key that will sign the mail of " + records.domain());
    out.println();
    out.println("Publish these DNS records (and the address of " + records.host() + "):");
    out.println();
    records.zoneLines().forEach(line -> out.println("  " + line));
    out.println();
    out.println("Then start it:");
    out.println("  " + launcher() + " check --config " + config);
    out.println("  " + launcher() + " serve --config " + config);
    out.flush();
  }
}
