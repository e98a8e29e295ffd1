package org.posthorn.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.posthorn.config.RedisConfig;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.RedisUrl;
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
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.redis.RedisTier;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.shared.Sharing;

/// How long a daemon takes to open a mailbox for the first time: from its rows on a MySQL database,
/// and from Redis. Each opening is by a store with empty caches. Arguments: a directory for the
/// spool, `mysql://user:password@host:port/database`, `redis://host:port`, and for each mailbox how
/// many messages it has; those that are missing are made first. `benchmarks/cold-mailbox` starts
/// the servers.
public final class ColdMailbox {
  private static final int ROUNDS = 11;
  private static final int BATCH = 200;

  /// Smaller mailboxes are not put into Redis.
  private static final int LEAST = 2_000;

  private final Path directory;
  private final URI database;
  private final String redis;

  private ColdMailbox(Path directory, URI database, String redis) {
    this.directory = directory;
    this.database = database;
    this.redis = redis;
  }

  /// A daemon's store, without the daemon.
  private record Daemon(MailStore mail, Optional<RedisTier> tier, SimpleMeterRegistry registry)
      implements AutoCloseable {
    AccountId account() {
      MailAddress address = new MailAddress("cold", "example.test");
      return mail.directoryAdmin().account(address).orElseThrow().id();
    }

    double count(String name, String outcome) {
      var counter = registry.find(name).tag("outcome", outcome).counter();
      return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
      mail.close();
      tier.ifPresent(RedisTier::close);
    }
  }

  public static void main(String[] arguments) throws Exception {
    ColdMailbox bench =
        new ColdMailbox(Path.of(arguments[0]), URI.create(arguments[1]), arguments[2]);
    for (int i = 3; i < arguments.length; i++) {
      int messages = Integer.parseInt(arguments[i]);
      bench.fill(messages);
      bench.share(messages);
      bench.compare(messages);
    }
  }

  private Daemon daemon(boolean withRedis) throws InterruptedException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Clock clock = Clock.systemUTC();
    String[] login = database.getUserInfo().split(":", 2);
    MysqlOptions options =
        new MysqlOptions(
            List.of(new HostPort(database.getHost(), database.getPort())),
            database.getPath().substring(1),
            login[0],
            Secret.of(login.length > 1 ? login[1] : ""),
            8,
            4,
            false,
            Duration.ofSeconds(30),
            Map.of());
    Store store =
        Store.open(
            MysqlEngine.open(options, registry, clock),
            new StoreOptions(8, 8, withRedis ? 1 : 2, Schema.TABLES),
            registry,
            clock);
    Optional<RedisTier> tier =
        withRedis
            ? RedisTier.open(config(), store.id(), registry, clock)
            : Optional.<RedisTier>empty();
    while (tier.isPresent() && !tier.get().isUp()) {
      Thread.sleep(1);
    }
    Sharing sharing =
        tier.map(one -> new Sharing(one.feed(), one.cache(), Duration.ofMillis(100)))
            .orElseGet(Sharing::polling);
    MailStore mail = MailStore.open(store, MailStoreOptions.defaults(), sharing, registry, clock);
    return new Daemon(mail, tier, registry);
  }

  private RedisConfig config() {
    return new RedisConfig(
        Optional.of(RedisUrl.parse(redis)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "bench",
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofHours(1),
        ByteSize.ofKilobytes(64));
  }

  private static Actor actor(AccountId account) {
    return Actor.user(account, Protocol.IMAP, "bench");
  }

  private static MailboxId mailbox(Daemon daemon, int messages) {
    AccountId account = daemon.account();
    return daemon
        .mail
        .mailboxes()
        .find(actor(account), account, MailboxName.parse("m" + messages))
        .orElseThrow();
  }

  /// Makes the mailbox: a thousand messages come one by one, the others are copies of them.
  private void fill(int messages) throws Exception {
    try (Daemon daemon = daemon(false)) {
      MailStore mail = daemon.mail;
      if (mail.directoryAdmin().domains().isEmpty()) {
        mail.directoryAdmin().addDomain("example.test", Optional.empty());
        mail.directoryAdmin()
            .addAccount(
                new NewAccount(new MailAddress("cold", "example.test"), List.of(), Long.MAX_VALUE));
      }
      AccountId account = daemon.account();
      Actor actor = actor(account);
      MailboxName name = MailboxName.parse("m" + messages);
      if (mail.mailboxes().find(actor, account, name).isPresent()) {
        return;
      }
      append(daemon, mail.mailboxes().create(actor, account, name, Optional.empty()), messages);
    }
  }

  /// Messages of different sizes, dates and flags; few bodies, since none is read.
  private void append(Daemon daemon, MailboxId target, int count) {
    Spool spool = Spool.open(new RealDisk(), directory, SpoolOptions.defaults());
    AccountId account = daemon.account();
    Random random = new Random(count);
    Instant date = Instant.parse("2015-01-01T00:00:00Z");
    for (int i = 0; i < count; i += BATCH) {
      List<AppendRequest> requests = new ArrayList<>();
      for (int k = i; k < Math.min(count, i + BATCH); k++) {
        date = date.plusSeconds(random.nextInt(7_200));
        String text = "Subject: bench\r\n\r\n" + "line\r\n".repeat(random.nextInt(2_000));
        SpooledBody body = spool.body(text.getBytes(StandardCharsets.ISO_8859_1));
        int system = random.nextInt(10) == 0 ? random.nextInt(8) : SystemFlag.SEEN.bit();
        Flags flags = new Flags(system, random.nextInt(5) == 0 ? Set.of("$Forwarded") : Set.of());
        requests.add(new AppendRequest(body, flags, Optional.of(date)));
      }
      daemon.mail.mailboxes().append(actor(account), account, target, requests);
      requests.forEach(request -> request.body().close());
    }
  }

  /// Has a daemon put the mailbox into Redis, where it is large enough for that.
  private void share(int messages) throws Exception {
    try (Daemon daemon = daemon(true)) {
      AccountId account = daemon.account();
      long begun = System.nanoTime();
      daemon.mail.mailboxes().snapshot(actor(account), account, mailbox(daemon, messages));
      while (messages >= LEAST && daemon.count("posthorn.snapshots.shared", "written") == 0) {
        Thread.sleep(1);
      }
      System.out.printf(
          "%,d messages: read and, from %d on, put into Redis in %.0f ms%n",
          messages, LEAST, (System.nanoTime() - begun) / 1e6);
    }
  }

  private void compare(int messages) throws Exception {
    double[] rows = new double[ROUNDS];
    double[] shared = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rows[round] = open(messages, false);
      shared[round] = open(messages, true);
    }
    print(messages, "its rows", rows);
    print(messages, "Redis", shared);
  }

  private static void print(int messages, String from, double[] millis) {
    double first = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        "%,d messages from %s: %.1f ms at first, then %.1f (median), %.1f to %.1f%n",
        messages, from, first, millis[ROUNDS / 2], millis[0], millis[ROUNDS - 1]);
  }

  /// Milliseconds that it takes.
  private double open(int messages, boolean withRedis) throws Exception {
    try (Daemon daemon = daemon(withRedis)) {
      AccountId account = daemon.account();
      MailboxId mailbox = mailbox(daemon, messages);
      long begun = System.nanoTime();
      MailboxSnapshot snapshot = daemon.mail.mailboxes().snapshot(actor(account), account, mailbox);
      double took = (System.nanoTime() - begun) / 1e6;
      double found = withRedis ? daemon.count("posthorn.snapshots.shared", "found") : 0;
      if (snapshot.size() != messages || (withRedis && messages >= LEAST && found != 1)) {
        throw new IllegalStateException("not what was to be measured");
      }
      return took;
    }
  }
}
