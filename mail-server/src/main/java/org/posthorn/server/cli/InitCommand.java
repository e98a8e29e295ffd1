package org.posthorn.server.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.DkimUse;
import org.posthorn.config.LogConfig;
import org.posthorn.config.LogLevel;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.protocol.tls.SelfSigned;
import org.posthorn.server.daemon.Logging;
import org.posthorn.server.daemon.OpenStore;
import org.posthorn.server.setup.ConfigTemplate;
import org.posthorn.server.setup.DkimKeys;
import org.posthorn.server.setup.DnsRecords;
import org.posthorn.server.setup.HostName;
import org.posthorn.server.setup.NewFiles;
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

/// `posthorn init`: everything that a real host needs, written to one directory. Either all of it
/// is made or nothing.
@Command(
    name = "init",
    header = "Set up a real host for the domain of an address.",
    description = {
      "Write a configuration, a self-signed certificate until you have a real one, a DKIM key and",
      "a unit for systemd, add the first account, and print the DNS records to publish. Nothing",
      "that exists is overwritten."
    })
final class InitCommand implements Callable<Integer> {
  private static final Path SYSTEM_DIRECTORY = Path.of("/etc/posthorn");

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

  /// What there is to make.
  private record Plan(Path home, ConfigTemplate template, MailAddress first, String password) {
    Path config() {
      return home.resolve("posthorn.toml");
    }

    Path unit() {
      return home.resolve("posthorn.service");
    }

    DkimKeyConfig dkim() {
      return template.dkim();
    }
  }

  @Override
  public Integer call() throws IOException {
    MailAddress first = Addresses.parse(address);
    Path home = directory.toAbsolutePath().normalize();
    String host = hostname == null ? HostName.find(first.domain()) : hostname;
    String selector = DkimKeys.selector(LocalDate.now(ZoneOffset.UTC), _ -> false);
    ConfigTemplate template =
        new ConfigTemplate(
            host,
            dataDirectory(home),
            first.toString(),
            home.resolve("tls/fullchain.pem"),
            home.resolve("tls/privkey.pem"),
            new DkimKeyConfig(
                first.domain(),
                selector,
                DkimKeys.file(home, first.domain(), selector),
                DkimUse.SIGN));
    refuseExisting(new Plan(home, template, first, ""));
    Plan plan = new Plan(home, template, first, choosePassword());
    try (NewFiles files = new NewFiles()) {
      SigningKey dkim = make(plan, files);
      files.keep();
      tell(plan, new DnsRecords(first.domain(), host, dkim));
    }
    return ExitCode.OK;
  }

  private Path dataDirectory(Path home) {
    if (data != null) {
      return data.toAbsolutePath().normalize();
    }
    return home.equals(SYSTEM_DIRECTORY) ? Path.of("/var/lib/posthorn") : home.resolve("data");
  }

  private String choosePassword() throws IOException {
    try (var input = password == null ? Passwords.ask(address) : Passwords.of(password)) {
      return Passwords.read(input);
    }
  }

  private static void refuseExisting(Plan plan) {
    for (Path file : List.of(plan.config(), plan.unit(), plan.dkim().key())) {
      if (Files.exists(file)) {
        throw new CommandFailure(ExitCode.CANT_CREATE, file + " exists already");
      }
    }
  }

  private static SigningKey make(Plan plan, NewFiles files) throws IOException {
    files.directory(plan.home());
    files.directory(plan.home().resolve("tls"));
    files.directory(plan.home().resolve("dkim"));
    files.file(plan.config(), plan.template().text(), "rw-r-----");
    makeCertificate(plan, files);
    DkimKeyConfig named = plan.dkim();
    files.expect(named.key());
    KeyFile.write(named.key(), KeyFile.generate(KeyType.RSA));
    SigningKey dkim = SigningKey.read(named.domain(), named.selector(), named.key());
    PosthornConfig config = ConfigReader.read(plan.config()).orThrow();
    SystemdUnit unit = new SystemdUnit(launcher(), plan.config(), plan.template().dataDir());
    files.file(plan.unit(), unit.text(), "rw-r--r--");
    files.expect(plan.template().dataDir());
    addFirstAccount(config, plan);
    return dkim;
  }

  /// A certificate that is there already is kept.
  private static void makeCertificate(Plan plan, NewFiles files) throws IOException {
    ConfigTemplate template = plan.template();
    if (Files.exists(template.certificate()) && Files.exists(template.key())) {
      return;
    }
    for (Path file : List.of(template.certificate(), template.key())) {
      if (Files.exists(file)) {
        throw new CommandFailure(
            ExitCode.CANT_CREATE, file + " is there, but its certificate or key is not");
      }
      files.expect(file);
    }
    SelfSigned.create(
            List.of(template.hostname(), plan.first().domain()).stream().distinct().toList(),
            InstantSource.system())
        .write(template.certificate(), template.key());
  }

  private static Path launcher() {
    return Path.of(System.getProperty("posthorn.launcher", "/usr/bin/posthorn"));
  }

  private static void addFirstAccount(PosthornConfig config, Plan plan) throws IOException {
    Logging.configure(LogConfig.defaults().withLevel(LogLevel.ERROR), Optional.empty());
    try (OpenStore store = OpenStore.open(config, new SimpleMeterRegistry())) {
      DirectoryAdmin admin = store.mail().directoryAdmin();
      MailAddress first = plan.first();
      if (admin.domains().stream().noneMatch(d -> d.name().equals(first.domain()))) {
        admin.addDomain(first.domain(), Optional.empty());
      }
      if (admin.account(first).isEmpty()) {
        admin.addAccount(
            new NewAccount(first, admin.hash(plan.password()), AccountRow.DEFAULT_QUOTA));
      }
    }
  }

  private void tell(Plan plan, DnsRecords records) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Written to " + plan.home() + ":");
    out.println("  posthorn.toml      the configuration, every key explained");
    out.println("  posthorn.service   for systemd; its first lines say how to install it");
    out.println("  tls/               a self-signed certificate: replace it by a real one");
    out.println("  dkim/              the key that signs the mail of " + records.domain());
    out.println();
    out.println("Publish these DNS records (and the address of " + records.host() + "):");
    out.println();
    records.zoneLines().forEach(line -> out.println("  " + line));
    out.println();
    out.println("Then start it:");
    for (String command : List.of("check", "serve")) {
      out.println("  " + word(launcher()) + " " + command + " --config " + word(plan.config()));
    }
    out.flush();
  }

  /// A path as one word for a shell.
  private static String word(Path path) {
    String text = path.toString();
    return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
