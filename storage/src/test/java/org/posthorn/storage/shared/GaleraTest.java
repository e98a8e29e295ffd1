package org.posthorn.storage.shared;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.config.value.HostPort;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.engine.mysql.GaleraCluster;
import org.posthorn.storage.engine.mysql.MysqlEngine;
import org.posthorn.storage.engine.mysql.MysqlOptions;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageException;

/// Two daemons on three Galera nodes: right wherever they write, and right when a node is killed.
@EnabledIf("org.posthorn.storage.engine.mysql.GaleraCluster#available")
class GaleraTest {
  private static GaleraCluster cluster;
  private String database;

  @BeforeAll
  static void start() {
    cluster = GaleraCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void make() {
    database = cluster.newDatabase();
  }

  private StorageFixture daemon(int node, boolean lanes, int firstHost) {
    MysqlOptions all = cluster.options(database, lanes);
    List<HostPort> hosts = new ArrayList<>(all.hosts());
    Collections.rotate(hosts, -firstHost);
    MysqlOptions options =
        new MysqlOptions(
            hosts,
            all.database(),
            all.user(),
            all.password(),
            all.readers(),
            all.writers(),
            lanes,
            all.patience(),
            Map.of());
    return StorageFixture.daemon(
        MysqlEngine.open(options, new SimpleMeterRegistry(), Clock.systemUTC()), node);
  }

  /// The worst case: one account, written through two nodes at once. Slow, but right.
  @Test
  void twoNodesWriteOneAccount() throws Exception {
    try (StorageFixture a = daemon(1, false, 0);
        StorageFixture b = daemon(2, false, 1)) {
      AccountId alice = a.alice();
      MailboxId inbox = a.inbox(alice);
      int each = 25;
      List<Future<List<Long>>> writers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (StorageFixture daemon : List.of(a, b)) {
          writers.add(threads.submit(() -> append(daemon, alice, inbox, each)));
        }
      }
      TreeSet<Long> uids = new TreeSet<>();
      for (Future<List<Long>> writer : writers) {
        assertEquals(writer.get().stream().sorted().toList(), writer.get());
        uids.addAll(writer.get());
      }
      assertEquals(2 * each, uids.size());
      assertEquals(2L * each, uids.last());
      a.verify();
    }
  }

  private static List<Long> append(
      StorageFixture daemon, AccountId owner, MailboxId mailbox, int count) {
    List<Long> uids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      uids.add(daemon.append(owner, mailbox, "Subject: " + i + "\r\n\r\n"));
      // What one node has committed the others show at once.
      MailboxSnapshot now = daemon.mailboxes().snapshot(actor(owner), owner, mailbox);
      assertTrue(now.indexOf(uids.getLast()) >= 0);
    }
    return uids;
  }

  /// A node is killed and joins again while two daemons write through lanes.
  @Test
  void aKilledNodeCostsNothing() throws Exception {
    mailFlows(() -> cluster.kill(0), () -> cluster.rejoin(0));
  }

  /// A node hangs, so that the others put it out, and goes on.
  @Test
  void aHungNodeCostsNothing() throws Exception {
    mailFlows(() -> cluster.freeze(1), () -> cluster.thaw(1));
  }

  private void mailFlows(Runnable goes, Runnable comesBack) throws Exception {
    try (StorageFixture a = daemon(1, true, 0);
        StorageFixture b = daemon(2, true, 0)) {
      Map<AccountId, List<String>> acknowledged = new ConcurrentHashMap<>();
      List<AccountId> owners = new ArrayList<>(List.of(a.alice(), a.bob()));
      for (int i = 0; i < 4; i++) {
        owners.add(a.addAccount("user" + i));
      }
      owners.forEach(
          owner -> acknowledged.put(owner, Collections.synchronizedList(new ArrayList<>())));
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger written = new AtomicInteger();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (AccountId owner : owners) {
          for (StorageFixture daemon : List.of(a, b)) {
            threads.execute(
                () -> {
                  while (!stop.get()) {
                    write(daemon, owner, "n" + written.incrementAndGet(), acknowledged);
                  }
                });
          }
        }
        try {
          awaitEach(acknowledged, 5);
          goes.run();
          awaitEach(acknowledged, 5);
          comesBack.run();
          awaitEach(acknowledged, 5);
        } finally {
          stop.set(true);
        }
      }
      for (AccountId owner : owners) {
        List<String> there = b.contents(owner, b.inbox(owner)).stream().sorted().toList();
        assertEquals(there.stream().distinct().toList(), there);
        assertTrue(there.containsAll(acknowledged.getOrDefault(owner, List.of())));
      }
      a.verify();
    }
  }

  private static void write(
      StorageFixture daemon,
      AccountId owner,
      String name,
      Map<AccountId, List<String>> acknowledged) {
    String message = "Subject: " + name + "\r\n\r\n";
    try {
      daemon.append(owner, daemon.inbox(owner), message);
      acknowledged.getOrDefault(owner, new ArrayList<>()).add(message);
    } catch (StorageException _) {
      // Not acknowledged: it may be there or not.
    }
  }

  /// Waits until each account has got so many more: no lane waits for the node that is gone.
  private static void awaitEach(Map<AccountId, List<String>> acknowledged, int more) {
    Map<AccountId, Integer> wanted = new HashMap<>();
    acknowledged.forEach((owner, messages) -> wanted.put(owner, messages.size() + more));
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                acknowledged.entrySet().stream()
                    .allMatch(
                        one -> one.getValue().size() >= wanted.getOrDefault(one.getKey(), 0)));
  }
}
