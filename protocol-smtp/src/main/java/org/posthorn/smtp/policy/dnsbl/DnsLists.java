package org.posthorn.smtp.policy.dnsbl;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.posthorn.auth.dns.DeadlineDns;
import org.posthorn.auth.dns.Dns;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.DnsListConfig;
import org.posthorn.config.inbound.DnsListKind;
import org.posthorn.config.inbound.DnsListsConfig;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Consequence;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.storage.model.MailAddress;

/// Adds up the weights of all lists that have the client or the sender's domain (RFC 5782 §2.1, §3)
/// and compares the sum with the thresholds, at RCPT, so that a recipient on the allow list is
/// still reached. Thread-safe.
///
/// @param config lists and thresholds
/// @param dns asks
public record DnsLists(DnsListsConfig config, Dns dns) {
  private static final Executor WORKERS = Thread.ofVirtual().name("dns-list")::start;

  /// With these answers lists say that they do not answer: over their limit, blocked.
  private static final IpNetwork REFUSED = IpNetwork.parse("127.255.255.0/24");

  private static final Reply LISTED =
      Reply.of(550, 7, 1, "Your host or domain is on lists of those that send junk");

  private record Hit(String zone, int weight) {}

  /// The hits on a client, when they are there.
  private record ClientHits(List<CompletableFuture<Hit>> pending) {}

  /// The hits on a sender, when they are there.
  private record SenderHits(List<CompletableFuture<Hit>> pending) {}

  /// Has the look-ups made and judged.
  public void addTo(PolicyChecks.Part part) {
    if (!config.lists().isEmpty()) {
      part.connect(this::connect).mail(this::mail).rcpt(this::rcpt);
    }
  }

  private Verdict connect(AtConnect context) {
    String reversed = reversed(context.client().address());
    context.scope().keep(ClientHits.class, new ClientHits(ask(DnsListKind.ADDRESS, reversed)));
    return Verdict.ACCEPT;
  }

  private Verdict mail(AtMail context) {
    context
        .sender()
        .asAddress()
        .filter(address -> address.host() instanceof HostPart.Domain)
        .map(address -> MailAddress.normaliseDomain(address.host().wire()))
        .ifPresent(
            domain ->
                context
                    .scope()
                    .keep(SenderHits.class, new SenderHits(ask(DnsListKind.DOMAIN, domain))));
    return Verdict.ACCEPT;
  }

  private Verdict rcpt(AtRcpt context) {
    List<Hit> hits =
        Stream.concat(
                context.scope().ofSession().find(ClientHits.class).stream()
                    .flatMap(client -> client.pending().stream()),
                context.scope().find(SenderHits.class).stream()
                    .flatMap(sender -> sender.pending().stream()))
            .map(CompletableFuture::join)
            .filter(hit -> hit.weight() != 0)
            .toList();
    if (hits.isEmpty()) {
      return Verdict.ACCEPT;
    }
    int sum = hits.stream().mapToInt(Hit::weight).sum();
    String zones = String.join(" ", hits.stream().map(Hit::zone).toList());
    return Consequence.of(action(sum), "dns-lists", sum + " points; " + zones, LISTED);
  }

  private CheckAction action(int sum) {
    if (reached(sum, config.rejectAt())) {
      return CheckAction.REJECT;
    }
    if (reached(sum, config.quarantineAt())) {
      return CheckAction.QUARANTINE;
    }
    return reached(sum, config.tagAt()) ? CheckAction.TAG : CheckAction.ACCEPT;
  }

  private static boolean reached(int sum, int threshold) {
    return threshold > 0 && sum >= threshold;
  }

  private List<CompletableFuture<Hit>> ask(DnsListKind kind, String about) {
    Dns inTime = new DeadlineDns(dns, config.timeout());
    List<CompletableFuture<Hit>> pending = new ArrayList<>();
    for (DnsListConfig list : config.lists()) {
      if (list.kind() == kind) {
        pending.add(CompletableFuture.supplyAsync(() -> hit(inTime, list, about), WORKERS));
      }
    }
    return pending;
  }

  private static Hit hit(Dns dns, DnsListConfig list, String about) {
    boolean listed =
        dns.a(about + "." + list.zone()).records().stream().anyMatch(a -> counts(list, a));
    return new Hit(list.zone(), listed ? list.weight() : 0);
  }

  private static boolean counts(DnsListConfig list, Inet4Address answer) {
    return !REFUSED.contains(answer)
        && list.answers().stream().anyMatch(network -> network.contains(answer));
  }

  /// RFC 5782 §2.1, §2.4: octets, or with IPv6 nibbles, from the last to the first.
  static String reversed(InetAddress address) {
    byte[] octets = address.getAddress();
    StringBuilder name = new StringBuilder(octets.length * 4);
    for (int i = octets.length - 1; i >= 0; i--) {
      int octet = octets[i] & 0xff;
      if (!name.isEmpty()) {
        name.append('.');
      }
      if (octets.length == 4) {
        name.append(octet);
      } else {
        name.append(Character.forDigit(octet & 15, 16)).append('.');
        name.append(Character.forDigit(octet >> 4, 16));
      }
    }
    return name.toString();
  }
}
