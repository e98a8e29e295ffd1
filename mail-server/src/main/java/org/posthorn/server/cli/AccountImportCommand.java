package org.posthorn.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.directory.DirectoryAdmin;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.directory.NewCredential;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `posthorn account import`: many accounts from a file, all lines checked before any is added.
@Command(
    name = "import",
    header = "Add many accounts from a file.",
    description = {
      "FILE is '-' for standard input. All of it is checked before anything is added. A line is",
      "  ADDRESS<TAB>PASSWORD[<TAB>QUOTA]   (blank lines and lines with # are passed over)",
      "PASSWORD is a ready hash, {ARGON2ID}…, {BCRYPT}…, {SHA512-CRYPT}…, {SSHA512}…,",
      "{SCRAM-SHA-256}…, or a password in the clear, which is hashed on all processors; one that",
      "begins with '{' is written {PLAIN}…. QUOTA is a size such as 5GB, 'none' or 'default'."
    })
final class AccountImportCommand extends StoreCommand {
  private static final String CLEAR = "{PLAIN}";
  private static final int BATCH = 500;
  private static final int MAX_LINE = 4096;

  @Parameters(paramLabel = "FILE", description = "The file.")
  Path file;

  @Option(
      names = "--skip-existing",
      description = "Pass over accounts that exist already instead of refusing the file.")
  boolean skipExisting;

  /// A line of the file.
  ///
  /// @param ready the credentials that it brings; empty where the password is in the clear
  private record Line(
      int number, MailAddress address, String password, List<NewCredential> ready, long quota) {}

  @Override
  boolean mayCreateStore() {
    return true;
  }

  @Override
  boolean readsInput() {
    return true;
  }

  @Override
  InputStream openInput() throws IOException {
    return file.toString().equals("-") ? System.in : Files.newInputStream(file);
  }

  @Override
  public int run(MailStore store, Console console) {
    DirectoryAdmin directory = store.directoryAdmin();
    List<String> problems = new ArrayList<>();
    List<Line> lines =
        withoutExisting(directory, parse(directory, console.input(), problems), problems);
    if (!problems.isEmpty()) {
      problems.forEach(console::err);
      console.err("posthorn: nothing was imported");
      return ExitCode.DATA;
    }
    addMissingDomains(directory, lines, console);
    addAll(directory, lines, console);
    console.out("imported " + lines.size() + (lines.size() == 1 ? " account" : " accounts"));
    return ExitCode.OK;
  }

  private static List<Line> parse(
      DirectoryAdmin directory, InputStream input, List<String> problems) {
    List<Line> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        if (!text.isBlank() && !text.startsWith("#")) {
          parseLine(directory, number, text, problems).ifPresent(lines::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static Optional<Line> parseLine(
      DirectoryAdmin directory, int number, String text, List<String> problems) {
    String[] fields = text.split("\t", -1);
    Optional<MailAddress> address = Addresses.read(fields[0].strip());
    if (text.length() > MAX_LINE || fields.length < 2 || fields.length > 3 || fields[1].isEmpty()) {
      problems.add("line " + number + ": not ADDRESS<TAB>PASSWORD[<TAB>QUOTA]");
    } else if (address.isEmpty()) {
      problems.add("line " + number + ": '" + fields[0] + "' is not a mail address");
    } else {
      try {
        return Optional.of(line(directory, number, address.get(), fields));
      } catch (StorageException e) {
        problems.add("line " + number + ": " + e.error().message());
      } catch (CommandFailure e) {
        problems.add("line " + number + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static Line line(
      DirectoryAdmin directory, int number, MailAddress address, String[] fields) {
    String password = fields[1];
    boolean clear = password.startsWith(CLEAR);
    List<NewCredential> ready =
        password.startsWith("{") && !clear ? directory.importHash(password) : List.of();
    long quota =
        fields.length == 3
            ? AccountCommand.Quota.octets(fields[2].strip())
            : AccountRow.DEFAULT_QUOTA;
    return new Line(
        number, address, clear ? password.substring(CLEAR.length()) : password, ready, quota);
  }

  private List<Line> withoutExisting(
      DirectoryAdmin directory, List<Line> lines, List<String> problems) {
    Set<MailAddress> taken = new HashSet<>();
    directory.aliases().forEach(alias -> taken.add(alias.alias()));
    directory.accounts().forEach(account -> taken.addAll(account.addresses()));
    List<Line> fresh = new ArrayList<>();
    for (Line line : lines) {
      if (taken.add(line.address())) {
        fresh.add(line);
      } else if (!skipExisting) {
        problems.add("line " + line.number() + ": " + line.address() + " exists already");
      }
    }
    return fresh;
  }

  private static void addMissingDomains(
      DirectoryAdmin directory, List<Line> lines, Console console) {
    Set<String> wanted = new TreeSet<>();
    lines.forEach(line -> wanted.add(line.address().domain()));
    directory.domains().forEach(domain -> wanted.remove(domain.name()));
    for (String domain : wanted) {
      directory.addDomain(domain, Optional.empty());
      console.out("added domain " + domain);
    }
  }

  /// Hashes a batch on all processors while the batch before it is written.
  private static void addAll(DirectoryAdmin directory, List<Line> lines, Console console) {
    int processors = Runtime.getRuntime().availableProcessors();
    try (ExecutorService hashers =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().name("import-hash-", 0).daemon().factory())) {
      for (int from = 0; from < lines.size(); from += BATCH) {
        List<Line> batch = lines.subList(from, Math.min(lines.size(), from + BATCH));
        List<Future<NewAccount>> hashed =
            batch.stream().map(line -> hashers.submit(() -> account(directory, line))).toList();
        List<NewAccount> accounts = new ArrayList<>();
        for (Future<NewAccount> one : hashed) {
          accounts.add(await(one));
          console.progress("importing", from + accounts.size(), lines.size());
        }
        add(directory, accounts, from);
      }
    }
  }

  /// What nobody can foresee, such as a full disk, ends the import in the middle.
  private static void add(DirectoryAdmin directory, List<NewAccount> accounts, int before) {
    try {
      directory.addAccounts(accounts);
    } catch (StorageException e) {
      throw new CommandFailure(
          ExitCode.of(e.error()),
          e.error().message()
              + "; at least "
              + before
              + " accounts were added, --skip-existing goes on from there");
    }
  }

  private static NewAccount account(DirectoryAdmin directory, Line line) {
    List<NewCredential> credentials =
        line.ready().isEmpty() ? directory.hash(line.password()) : line.ready();
    return new NewAccount(line.address(), credentials, line.quota());
  }

  private static NewAccount await(Future<NewAccount> hashed) {
    try {
      return hashed.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.TEMP_FAIL, "interrupted; earlier accounts were added");
    }
  }
}
