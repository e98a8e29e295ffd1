package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.posthorn.storage.StorageFixture.actor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;

/// Random operations do to the store what they do to a simple model of it, and what two snapshots
/// differ in is what the model says.
class RandomOperationsTest {
  private static final List<String> WORDS = List.of("red", "$Junk", "blue", "x");

  @TempDir private Path directory = Path.of("unset");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void inMemory(long seed) {
    try (StorageFixture fixture = StorageFixture.memory()) {
      new Run(fixture, seed).run(300);
    }
  }

  @Test
  void embeddedAndOpenedAgain() {
    Run run;
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      run = new Run(fixture, 42);
      run.run(250);
    }
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      run.fixture = fixture;
      run.compareAll();
      run.run(50);
    }
  }

  private static final class Run {
    private StorageFixture fixture;
    private final AccountId alice;
    private final Random random;
    private final TreeMap<String, MailboxModel> models = new TreeMap<>();
    private final Map<String, MailboxSnapshot> seen = new HashMap<>();
    private final Map<String, Map<Long, MailboxModel.Message>> seenModel = new HashMap<>();
    private int created;
    private int written;

    Run(StorageFixture fixture, long seed) {
      this.fixture = fixture;
      this.alice = fixture.alice();
      this.random = new Random(seed);
      models.put("INBOX", new MailboxModel());
    }

    private MailboxModel model(String name) {
      return Objects.requireNonNull(models.get(name));
    }

    private MailboxService service() {
      return fixture.mailboxes();
    }

    void run(int operations) {
      for (int i = 0; i < operations; i++) {
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3 -> append();
          case 4, 5 -> store();
          case 6 -> copy();
          case 7 -> move();
          case 8 -> expunge();
          case 9 -> look();
          case 10 -> tree();
          default -> remove();
        }
      }
      compareAll();
      fixture.awaitJobs();
      fixture.verify();
    }

    private String any() {
      List<String> names = List.copyOf(models.keySet());
      return names.get(random.nextInt(names.size()));
    }

    private MailboxId id(String name) {
      return fixture.mailbox(alice, name);
    }

    private Flags flags() {
      List<SystemFlag> system = new ArrayList<>();
      List<String> words = new ArrayList<>();
      for (SystemFlag flag : SystemFlag.values()) {
        if (random.nextInt(4) == 0) {
          system.add(flag);
        }
      }
      for (String word : WORDS) {
        if (random.nextInt(5) == 0) {
          words.add(word);
        }
      }
      return Flags.of(system, words);
    }

    private void append() {
      String name = any();
      String content = "Subject: m" + written + "\r\n\r\n" + "x".repeat(written++ % 50) + "\r\n";
      Flags flags = flags();
      assertEquals(
          model(name).add(content, flags), fixture.append(alice, id(name), content, flags));
    }

    private long[] range(MailboxModel model) {
      long a = 1 + random.nextLong(model.uidNext);
      long b = 1 + random.nextLong(model.uidNext);
      return new long[] {Math.min(a, b), Math.max(a, b)};
    }

    private static UidSet set(List<Long> uids) {
      return UidSet.of(uids.stream().mapToLong(Long::longValue).toArray());
    }

    private void store() {
      String name = any();
      MailboxModel model = model(name);
      long[] range = range(model);
      FlagChange.Mode[] modes = FlagChange.Mode.values();
      FlagChange change = new FlagChange(modes[random.nextInt(modes.length)], flags());
      List<Long> touched = model.between(range[0], range[1]);
      List<Long> changed = new ArrayList<>();
      for (long uid : touched) {
        Flags before = model.get(uid).flags();
        model.store(uid, change);
        if (!before.equals(model.get(uid).flags())) {
          changed.add(uid);
        }
      }
      StoreResult result =
          service()
              .store(
                  actor(alice),
                  alice,
                  id(name),
                  UidSet.range(range[0], range[1]),
                  change,
                  OptionalLong.empty());
      assertEquals(set(changed), result.changed());
      touched.removeAll(changed);
      assertEquals(set(touched), result.unchanged());
    }

    private void copy() {
      String from = any();
      String to = any();
      long[] range = range(model(from));
      List<Long> targets = new ArrayList<>();
      for (long uid : model(from).between(range[0], range[1])) {
        MailboxModel.Message message = model(from).get(uid);
        targets.add(model(to).add(message.content(), message.flags()));
      }
      CopyResult result =
          service().copy(actor(alice), alice, id(from), UidSet.range(range[0], range[1]), id(to));
      assertEquals(set(targets), result.targets());
    }

    private void move() {
      String from = any();
      String to = any();
      long[] range = range(model(from));
      List<Long> sources = model(from).between(range[0], range[1]);
      for (long uid : sources) {
        MailboxModel.Message message = Objects.requireNonNull(model(from).messages.remove(uid));
        model(to).add(message.content(), message.flags());
      }
      CopyResult result =
          service().move(actor(alice), alice, id(from), UidSet.range(range[0], range[1]), id(to));
      assertEquals(set(sources), result.sources());
    }

    private void expunge() {
      String name = any();
      long[] range = range(model(name));
      assertEquals(
          set(model(name).expunge(range[0], range[1])),
          service().expunge(actor(alice), alice, id(name), UidSet.range(range[0], range[1])));
    }

    private void remove() {
      String name = any();
      MailboxModel model = model(name);
      if (!model.messages.isEmpty() && random.nextInt(3) == 0) {
        long uid = model.messages.firstKey();
        model.messages.remove(uid);
        assertEquals(
            UidSet.of(uid), service().remove(actor(alice), alice, id(name), UidSet.of(uid)));
      }
    }

    private void tree() {
      String name = any();
      if (name.equals("INBOX") || models.size() < 3) {
        String fresh = "box" + created++;
        service().create(actor(alice), alice, MailboxName.parse(fresh), Optional.empty());
        models.put(fresh, new MailboxModel());
      } else if (random.nextInt(4) == 0) {
        service().delete(actor(alice), alice, MailboxName.parse(name));
        forget(name);
        models.remove(name);
      } else {
        String other = "box" + created++;
        service().rename(actor(alice), alice, MailboxName.parse(name), MailboxName.parse(other));
        forget(name);
        models.put(other, Objects.requireNonNull(models.remove(name)));
      }
    }

    private void forget(String name) {
      seen.remove(name);
      seenModel.remove(name);
    }

    /// Looks at a mailbox, and at what changed since it was last looked at.
    private void look() {
      String name = any();
      MailboxModel model = model(name);
      MailboxSnapshot now = service().snapshot(actor(alice), alice, id(name));
      compare(model, now);
      MailboxSnapshot before = seen.put(name, now);
      Map<Long, MailboxModel.Message> modelBefore =
          seenModel.put(name, new TreeMap<>(model.messages));
      if (before == null || modelBefore == null) {
        return;
      }
      SnapshotDiff diff = service().diff(before, now);
      List<Long> vanished = new ArrayList<>(modelBefore.keySet());
      vanished.removeAll(model.messages.keySet());
      List<Long> arrived = new ArrayList<>(model.messages.keySet());
      arrived.removeAll(modelBefore.keySet());
      assertEquals(set(vanished), diff.vanished());
      assertEquals(set(arrived), diff.arrived());
      model.messages.forEach(
          (uid, message) -> {
            MailboxModel.Message old = modelBefore.get(uid);
            if (old != null && !old.equals(message)) {
              assertEquals(true, diff.changed().contains(uid));
            }
          });
    }

    private void compare(MailboxModel model, MailboxSnapshot snapshot) {
      assertEquals(model.messages.size(), snapshot.size());
      assertEquals(model.uidNext, snapshot.uidNext());
      int index = 0;
      for (Map.Entry<Long, MailboxModel.Message> entry : model.messages.entrySet()) {
        assertEquals(entry.getKey(), snapshot.uid(index));
        assertEquals(index, snapshot.indexOf(entry.getKey()));
        assertEquals(entry.getValue().flags(), snapshot.flags(index));
        assertEquals(entry.getValue().content().length(), snapshot.messageSize(index));
        index++;
      }
    }

    void compareAll() {
      models.forEach(
          (name, model) -> {
            compare(model, service().snapshot(actor(alice), alice, id(name)));
            assertEquals(
                model.messages.values().stream().map(MailboxModel.Message::content).toList(),
                fixture.contents(alice, id(name)));
          });
    }
  }
}
