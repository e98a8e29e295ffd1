package org.posthorn.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.directory.AuthenticationOptions;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.directory.NewCredential;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.engine.mysql.TestDatabase;
import org.posthorn.storage.mailbox.AppendRequest;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.Want;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.shared.Sharing;

/// A mail store for tests: domain `example.test`, accounts `alice` and `bob` with password
/// [#PASSWORD], hashed as cheaply as can be.
public final class StorageFixture implements AutoCloseable {
  public static final String DOMAIN = "example.test";
  public static final String PASSWORD = "pass";

  private final MailStore mail;
  private final Spool spool;
  private final List<AutoCloseable> afterwards = new ArrayList<>();
  private final AccountId alice;
  private final AccountId bob;
  private final List<NewCredential> credentials;

  private StorageFixture(MailStore mail, Spool spool) {
    this.mail = mail;
    this.spool = spool;
    this.credentials = mail.directoryAdmin().hash(PASSWORD);
    if (mail.directoryAdmin().domains().isEmpty()) {
      mail.directoryAdmin().addDomain(DOMAIN, Optional.empty());
      this.alice = addAccount("alice");
      this.bob = addAccount("bob");
    } else {
      this.alice = account("alice");
      this.bob = account("bob");
    }
  }

  /// In memory.
  public static StorageFixture memory() {
    return memory(options());
  }

  /// In memory, with options of the test's.
  public static StorageFixture memory(MailStoreOptions options) {
    return memory(options, Clock.systemUTC());
  }

  /// In memory, with options and a clock of the test's.
  public static StorageFixture memory(MailStoreOptions options, Clock clock) {
    try {
      // Large bodies stand in a spool file until they are stored, whatever the engine.
      Path directory = Files.createTempDirectory("posthorn-spool");
      StorageFixture fixture =
          on(TestStores.memory(Schema.TABLES), TestStores.spool(directory), options, clock);
      fixture.afterwards.add(() -> delete(directory));
      return fixture;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// On the engine of this run.
  public static StorageFixture chosen() {
    return chosen(options());
  }

  /// On the engine of this run, with options of the test's.
  public static StorageFixture chosen(MailStoreOptions options) {
    return chosen(options, Clock.systemUTC());
  }

  /// On the engine of this run, with options and a clock of the test's.
  public static StorageFixture chosen(MailStoreOptions options, Clock clock) {
    return switch (TestEngine.chosen()) {
      case MEMORY -> memory(options, clock);
      case SHARDS -> sharded(options, clock);
      case MYSQL -> mysql(options, clock);
    };
  }

  /// In memory, in two stores: `alice` lies in shard `b`, `bob` beside the directory, others here
  /// or
  /// there.
  public static StorageFixture sharded(MailStoreOptions options, Clock clock) {
    try {
      Path directory = Files.createTempDirectory("posthorn-spool");
      TestSpread spread = new TestSpread(options, clock);
      spread.add("b", TestStores::memoryEngine);
      Spool spool = TestStores.spool(directory);
      Store home = TestStores.memory(Schema.TABLES);
      StorageFixture fixture = new StorageFixture(spread.open(home, spool), spool);
      fixture.afterwards.add(() -> delete(directory));
      return fixture;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// On a database of its own.
  public static StorageFixture mysql(MailStoreOptions options, Clock clock) {
    try {
      Path directory = Files.createTempDirectory("posthorn-spool");
      TestDatabase database = TestDatabase.take();
      Store store = TestStores.on(database.open(), Schema.TABLES);
      StorageFixture fixture = on(store, TestStores.spool(directory), options, clock);
      fixture.afterwards.add(() -> delete(directory));
      fixture.afterwards.add(database);
      return fixture;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// One daemon of several, on an engine of its own on the database they share.
  public static StorageFixture daemon(Engine engine, int node) {
    return daemon(engine, node, _ -> Sharing.polling());
  }

  /// One daemon of several, with what they share beside the database.
  ///
  /// @param sharing is given the store's id
  public static StorageFixture daemon(Engine engine, int node, Function<String, Sharing> sharing) {
    return daemon(engine, node, sharing, new SimpleMeterRegistry());
  }

  /// The same, with a registry of the test's.
  public static StorageFixture daemon(
      Engine engine, int node, Function<String, Sharing> sharing, MeterRegistry registry) {
    try {
      Path directory = Files.createTempDirectory("posthorn-spool");
      StoreOptions threads = new StoreOptions(4, 32, node, Schema.TABLES);
      Store store = Store.open(engine, threads, new SimpleMeterRegistry(), Clock.systemUTC());
      MailStore mail =
          MailStore.open(store, options(), sharing.apply(store.id()), registry, Clock.systemUTC());
      StorageFixture fixture = new StorageFixture(mail, TestStores.spool(directory));
      fixture.afterwards.add(() -> delete(directory));
      return fixture;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// On the embedded engine in a data directory; opened again it has the same content.
  public static StorageFixture embedded(Path directory) {
    return embedded(directory, options());
  }

  /// On the embedded engine, with options of the test's.
  public static StorageFixture embedded(Path directory, MailStoreOptions options) {
    Store store = TestStores.embedded(directory, Schema.TABLES);
    return on(store, TestStores.spool(directory), options, Clock.systemUTC());
  }

  /// On any store.
  public static StorageFixture on(Store store, Spool spool, MailStoreOptions options, Clock clock) {
    return new StorageFixture(
        MailStore.open(store, options, new SimpleMeterRegistry(), clock), spool);
  }

  /// The defaults, with the cheapest hashing.
  public static MailStoreOptions options() {
    return MailStoreOptions.defaults()
        .withAuthentication(
            new AuthenticationOptions(64, 1, 1, 10_000, true, 2, 1_000, Duration.ofMinutes(5)));
  }

  /// Adds another account with the same password.
  public AccountId addAccount(String local) {
    return mail.directoryAdmin()
        .addAccount(
            new NewAccount(new MailAddress(local, DOMAIN), credentials, AccountRow.DEFAULT_QUOTA));
  }

  private AccountId account(String local) {
    return mail.directoryAdmin().account(new MailAddress(local, DOMAIN)).orElseThrow().id();
  }

  public MailStore mail() {
    return mail;
  }

  public MailboxService mailboxes() {
    return mail.mailboxes();
  }

  /// Fails the test where the rows of the store do not agree with each other.
  public void verify() {
    List<String> problems = new ArrayList<>();
    mail.verify(Progress.NONE, problems::add);
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  /// Waits until background jobs that were begun are done.
  public void awaitJobs() {
    mail.awaitJobs();
  }

  public Directory directory() {
    return mail.directory();
  }

  public AccountId alice() {
    return alice;
  }

  public AccountId bob() {
    return bob;
  }

  /// An owner at work over IMAP.
  public static Actor actor(AccountId account) {
    return Actor.user(account, Protocol.IMAP, "test");
  }

  /// The owner's INBOX.
  public MailboxId inbox(AccountId account) {
    return mailboxes().find(actor(account), account, MailboxName.INBOX).orElseThrow();
  }

  /// The owner's mailbox of that name.
  public MailboxId mailbox(AccountId account, String name) {
    return mailboxes().find(actor(account), account, MailboxName.parse(name)).orElseThrow();
  }

  /// Appends a message without flags; gives its UID.
  public long append(AccountId account, MailboxId mailbox, String message) {
    return append(account, mailbox, message, Flags.NONE);
  }

  /// Appends a message; gives its UID.
  public long append(AccountId account, MailboxId mailbox, String message, Flags flags) {
    try (SpooledBody body = body(message)) {
      return mailboxes()
          .append(
              actor(account),
              account,
              mailbox,
              List.of(new AppendRequest(body, flags, Optional.empty())))
          .uids()
          .iterator()
          .nextLong();
    }
  }

  /// All octets of the messages of a mailbox, as ISO 8859-1, in order of UIDs.
  public List<String> contents(AccountId account, MailboxId mailbox) {
    List<String> all = new ArrayList<>();
    mailboxes()
        .visit(
            actor(account),
            account,
            mailbox,
            UidSet.ALL,
            EnumSet.of(Want.CONTENT),
            message -> {
              Content content = message.content();
              all.add(
                  new String(
                      content.read(0, Math.toIntExact(content.size())),
                      StandardCharsets.ISO_8859_1));
              return true;
            });
    return all;
  }

  /// A body of these ISO 8859-1 characters.
  public SpooledBody body(String octets) {
    return body(octets.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// A body of these octets, from the spool.
  public SpooledBody body(byte[] octets) {
    return spool.body(octets);
  }

  /// Where messages come in.
  public Spool spool() {
    return spool;
  }

  @Override
  public void close() {
    mail.close();
    afterwards.forEach(StorageFixture::end);
    afterwards.clear();
  }

  private static void end(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
