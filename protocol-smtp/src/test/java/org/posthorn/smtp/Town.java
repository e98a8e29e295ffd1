package org.posthorn.smtp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posthorn.smtp.policy.QuotaLookup;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.delivery.Delivery;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.directory.AuthResult;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.directory.ScramCredential;
import org.posthorn.storage.directory.ScramHash;
import org.posthorn.storage.mailbox.QuotaUsage;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.Uid;
import org.posthorn.storage.queue.NewEntry;

/// A directory of a few people and a delivery that keeps what it is given: enough to see what SMTP
/// does with them.
final class Town implements Directory, Delivery, QuotaLookup {
  static final String PASSWORD = "pass";

  /// One copy of a message.
  record Copy(
      AccountId account,
      MailAddress recipient,
      String prefix,
      byte[] body,
      List<DeliveryAction> actions) {}

  private final Map<MailAddress, Resolution> addresses = new HashMap<>();
  private final Set<String> domains = ConcurrentHashMap.newKeySet();
  private final Map<AccountId, QuotaUsage> quotas = new ConcurrentHashMap<>();
  private final Map<AccountId, StorageError> refusals = new ConcurrentHashMap<>();
  private final List<Copy> copies = new CopyOnWriteArrayList<>();
  private final List<NewEntry> queued = new CopyOnWriteArrayList<>();
  private volatile Optional<StorageError> outage = Optional.empty();

  Town() {
    domains.add("example.test");
    person("alice@example.test", 1);
    person("bob@example.test", 2);
    person("carol@example.test", 3);
    person("bücher@example.test", 4);
    put("off@example.test", new Resolution.Disabled());
    put("team@example.test", found(1, 2));
    put("away@example.test", new Resolution.Found(List.of(), List.of(at("x@other.test"))));
    quotas.put(new AccountId(3), new QuotaUsage(1000, 1, OptionalLong.of(1000)));
  }

  private static Resolution found(long... accounts) {
    List<Resolution.Target> targets = new ArrayList<>();
    for (long account : accounts) {
      targets.add(new Resolution.Target(new AccountId(account), ""));
    }
    return new Resolution.Found(targets, List.of());
  }

  private static MailAddress at(String address) {
    return MailAddress.parse(address).orElseThrow();
  }

  void person(String address, long account) {
    put(address, found(account));
  }

  void put(String address, Resolution resolution) {
    addresses.put(at(address), resolution);
  }

  void refuse(long account, StorageError error) {
    refusals.put(new AccountId(account), error);
  }

  void outage(StorageError error) {
    outage = Optional.of(error);
  }

  /// What went into the queue.
  List<NewEntry> queued() {
    return List.copyOf(queued);
  }

  List<Copy> copies() {
    return List.copyOf(copies);
  }

  @Override
  public AuthResult authenticate(
      String login, String password, Protocol protocol, InetAddress from) {
    return MailAddress.parse(login)
        .map(addresses::get)
        .filter(found -> password.equals(PASSWORD))
        .filter(Resolution.Found.class::isInstance)
        .map(Resolution.Found.class::cast)
        .<AuthResult>map(
            found ->
                new AuthResult.Success(new Principal(found.accounts().getFirst().account(), login)))
        .orElseGet(AuthResult.BadCredentials::new);
  }

  @Override
  public Optional<ScramCredential> scram(String login, ScramHash hash, Protocol protocol) {
    return Optional.empty();
  }

  @Override
  public Resolution resolve(MailAddress address) {
    if (!isLocalDomain(address.domain())) {
      return new Resolution.NotLocal();
    }
    int plus = address.local().indexOf('+');
    if (plus > 0
        && addresses.get(new MailAddress(address.local().substring(0, plus), address.domain()))
            instanceof Resolution.Found(var accounts, var remote)) {
      String detail = address.local().substring(plus + 1);
      return new Resolution.Found(
          accounts.stream().map(t -> new Resolution.Target(t.account(), detail)).toList(), remote);
    }
    return Optional.ofNullable(addresses.get(address)).orElseGet(Resolution.NoSuchUser::new);
  }

  @Override
  public boolean isLocalDomain(String domain) {
    return domains.contains(domain);
  }

  @Override
  public boolean maySendAs(AccountId account, MailAddress sender) {
    return resolve(sender) instanceof Resolution.Found(var accounts, var _)
        && accounts.size() == 1
        && accounts.getFirst().account().equals(account);
  }

  @Override
  public List<DeliveryOutcome> deliver(
      Actor actor,
      SpooledBody body,
      java.time.Instant receivedAt,
      List<DeliveryPlan> plans,
      Onward onward) {
    if (outage.isPresent()) {
      throw new StorageException(outage.get());
    }
    queued.addAll(onward.elsewhere());
    List<DeliveryOutcome> outcomes = new ArrayList<>();
    for (DeliveryPlan plan : plans) {
      StorageError error = refusals.get(plan.account());
      if (error != null) {
        outcomes.add(new DeliveryOutcome.Refused(error));
      } else {
        byte[] octets = body.content().read(0, (int) body.content().size());
        String prefix = new String(plan.prefix(), java.nio.charset.StandardCharsets.UTF_8);
        copies.add(new Copy(plan.account(), plan.recipient(), prefix, octets, plan.actions()));
        outcomes.add(new DeliveryOutcome.Delivered(new MailboxId(1), new Uid(copies.size())));
      }
    }
    return outcomes;
  }

  @Override
  public QuotaUsage quota(Actor actor, AccountId owner) {
    return quotas.getOrDefault(owner, new QuotaUsage(0, 0, OptionalLong.of(10_000_000)));
  }
}
