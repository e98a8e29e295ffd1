package org.posthorn.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.MailStoreOptions;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.mysql.MysqlEngine;
import org.posthorn.storage.engine.mysql.MysqlOptions;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.mailbox.AppendRequest;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.schema.Schema;

/// Messages appended a second on a MySQL database, without network protocols: each client (a
/// virtual thread with an account of its own) appends one message after the other. Arguments: a
/// directory for the spool, `mysql://user:password@host:port/database` (an empty database), how
/// many clients, rounds of two seconds, octets of a message, connections that write.
public final class DatabaseAppends {
  private static final int THREADS = 64;

  private final MailStore mail;
  private final Spool spool;
  private final SimpleMeterRegistry registry;
  private final List<AccountId> accounts = new ArrayList<>();

  private DatabaseAppends(MailStore mail, Spool spool, SimpleMeterRegistry registry) {
    this.mail = mail;
    this.spool = spool;
    this.registry = registry;
  }

  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments[0]);
    URI database = URI.create(arguments[1]);
    int clients = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    int octets = Integer.parseInt(arguments[4]);
    int connections = Integer.parseInt(arguments[5]);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Clock clock = Clock.systemUTC();
    Store store =
        Store.open(
            MysqlEngine.open(options(database, connections), registry, clock),
            new StoreOptions(8, Math.max(THREADS, connections), 1, Schema.TABLES),
            registry,
            clock);
    try (MailStore mail = MailStore.open(store, MailStoreOptions.defaults(), registry, clock)) {
      Spool spool = Spool.open(new RealDisk(), directory, SpoolOptions.defaults());
      DatabaseAppends bench = new DatabaseAppends(mail, spool, registry);
      bench.addAccounts(clients);
      for (int round = 0; round < rounds; round++) {
        bench.round(octets);
      }
    }
  }

  private static MysqlOptions options(URI database, int connections) {
    String[] login = database.getUserInfo().split(":", 2);
    return new MysqlOptions(
        List.of(new HostPort(database.getHost(), database.getPort())),
        database.getPath().substring(1),
        login[0],
        Secret.of(login.length > 1 ? login[1] : ""),
        8,
        connections,
        false,
        Duration.ofSeconds(30),
        Map.of());
  }

  private void addAccounts(int count) {
    if (mail.directoryAdmin().domains().isEmpty()) {
      mail.directoryAdmin().addDomain("example.test", Optional.empty());
    }
    for (int i = 0; i < count; i++) {
      MailAddress address = new MailAddress("u" + i, "example.test");
      accounts.add(
          mail.directoryAdmin()
              .account(address)
              .map(account -> account.id())
              .orElseGet(
                  () ->
                      mail.directoryAdmin()
                          .addAccount(new NewAccount(address, List.of(), Long.MAX_VALUE))));
    }
  }

  private void round(int octets) throws InterruptedException {
    long begun = System.nanoTime();
    long end = begun + Duration.ofSeconds(2).toNanos();
    long cpu = cpuNanos();
    long commits = commits();
    ConcurrentLinkedQueue<long[]> times = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (AccountId account : accounts) {
      threads.add(Thread.ofVirtual().start(() -> times.add(client(account, octets, end))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double took = (System.nanoTime() - begun) / 1e9;
    long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        "%d clients: %.0f messages/s, p50 %.1f ms, p99 %.1f ms, %.0f us of processor each,"
            + " %.1f in a commit%n",
        accounts.size(),
        all.length / took,
        all[all.length / 2] / 1e6,
        all[(int) (all.length * 0.99)] / 1e6,
        (cpuNanos() - cpu) / 1e3 / all.length,
        (double) all.length / Math.max(1, commits() - commits));
  }

  private long commits() {
    var summary = registry.find("posthorn.store.commit.batch").summary();
    return summary == null ? 0 : summary.count();
  }

  private long[] client(AccountId account, int octets, long end) {
    Actor actor = Actor.user(account, Protocol.IMAP, "bench");
    MailboxId inbox = mail.mailboxes().find(actor, account, MailboxName.INBOX).orElseThrow();
    byte[] message = new byte[octets];
    Random random = new Random();
    long[] times = new long[1_000];
    int count = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < message.length; i++) {
        message[i] = (byte) ('a' + random.nextInt(26));
      }
      long begun = System.nanoTime();
      try (SpooledBody body = spool.body(message)) {
        mail.mailboxes()
            .append(
                actor,
                account,
                inbox,
                List.of(new AppendRequest(body, Flags.NONE, Optional.empty())));
      }
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = System.nanoTime() - begun;
    }
    return Arrays.copyOf(times, count);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
