package org.posthorn.config.read;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.posthorn.config.AuthenticationConfig;
import org.posthorn.config.AutoMailbox;
import org.posthorn.config.ConnectionLimits;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.ListenerConfig;
import org.posthorn.config.ListenerProtocol;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.SaslMechanism;
import org.posthorn.config.SpecialUse;
import org.posthorn.config.StorageConfig;
import org.posthorn.config.StorageEngine;
import org.posthorn.config.TlsMode;
import org.posthorn.config.value.BindAddress;
import org.posthorn.config.value.Durations;

/// Checks what settings mean together, and the files they name. One method for each concern; a new
/// rule goes here. Reads files, changes nothing.
public final class ConfigChecks {
  private final PosthornConfig config;
  private final List<Finding> findings = new ArrayList<>();

  private ConfigChecks(PosthornConfig config) {
    this.config = config;
  }

  /// Everything that is wrong or surprising; empty if nothing is.
  public static List<Finding> check(PosthornConfig config) {
    ConfigChecks checks = new ConfigChecks(config);
    checks.listenerNames();
    checks.ports();
    checks.lmtpPort();
    checks.certificates();
    checks.plaintextLogins();
    checks.mechanisms();
    checks.limits();
    checks.storage();
    checks.redis();
    checks.mailboxes();
    checks.queue();
    checks.dkimKeys();
    checks.hostName();
    checks.findings.addAll(InboundFindings.check(config.inbound()));
    checks.findings.addAll(OutboundChecks.check(config.outbound()));
    checks.findings.addAll(FileChecks.check(config));
    return List.copyOf(checks.findings);
  }

  private void redis() {
    if (config.redis().url().isPresent() && config.storage().engine() != StorageEngine.MYSQL) {
      findings.add(
          Finding.warning(
              "redis.url", "is not used: the embedded store has one daemon", "storage.engine"));
    }
    if (config.redis().caFile().isPresent() && !Files.isReadable(config.redis().caFile().get())) {
      findings.add(
          Finding.error("redis.ca-file", "there is no file " + config.redis().caFile().get()));
    }
  }

  private void queue() {
    if (config.queue().retryIntervals().isEmpty()) {
      findings.add(
          Finding.error("queue.retry-intervals", "there must be at least one retry interval"));
    }
  }

  private void listenerNames() {
    List<ListenerConfig> listeners = config.listeners();
    if (listeners.isEmpty()) {
      findings.add(Finding.error("listener", "there is no listener: nobody could connect"));
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < listeners.size(); i++) {
      String name = listeners.get(i).name();
      Integer first = seen.putIfAbsent(name, i);
      if (first != null) {
        findings.add(
            Finding.error(
                listener(i, "name"),
                "\"" + name + "\" is the name of listener[" + first + "] too",
                listener(first, "name"),
                listener(i, "protocol"),
                listener(i, "port")));
      }
    }
  }

  private void ports() {
    List<ListenerConfig> listeners = config.listeners();
    for (int i = 0; i < listeners.size(); i++) {
      ListenerConfig later = listeners.get(i);
      for (int j = 0; j < i; j++) {
        ListenerConfig earlier = listeners.get(j);
        if (collide(earlier.address(), earlier.port(), later.address(), later.port())) {
          findings.add(
              Finding.error(
                  listener(i, "port"),
                  place(later) + " is taken by listener[" + j + "] (" + place(earlier) + ")",
                  listener(i, "address"),
                  listener(j, "address"),
                  listener(j, "port")));
          break;
        }
      }
      if (config.metrics().enabled()
          && collide(
              config.metrics().address(), config.metrics().port(), later.address(), later.port())) {
        findings.add(
            Finding.error(
                "metrics.port",
                config.metrics().port() + " is taken by listener[" + i + "] (" + place(later) + ")",
                "metrics.address",
                "metrics.enabled",
                listener(i, "address"),
                listener(i, "port")));
      }
    }
  }

  /// RFC 2033 §5: other servers would deliver there and not understand.
  private void lmtpPort() {
    List<ListenerConfig> listeners = config.listeners();
    for (int i = 0; i < listeners.size(); i++) {
      if (listeners.get(i).protocol() == ListenerProtocol.LMTP && listeners.get(i).port() == 25) {
        findings.add(
            Finding.error(
                listener(i, "port"),
                "LMTP must not be spoken on port 25; 24 is usual",
                listener(i, "protocol")));
      }
    }
  }

  private static boolean collide(BindAddress a, int portA, BindAddress b, int portB) {
    // Port 0 is any free port.
    return portA == portB && portA != 0 && a.overlaps(b);
  }

  private static String place(ListenerConfig listener) {
    return "port " + listener.port() + " of address " + listener.address();
  }

  private void certificates() {
    if (!config.tls().certificates().isEmpty()) {
      return;
    }
    List<ListenerConfig> listeners = config.listeners();
    for (int i = 0; i < listeners.size(); i++) {
      if (listeners.get(i).tls() != TlsMode.NONE) {
        findings.add(
            Finding.error(
                listener(i, "tls"),
                "\""
                    + listeners.get(i).tls().text()
                    + "\" needs a certificate: add [[tls.certificate]] with cert and key",
                "tls.certificate"));
        return;
      }
    }
  }

  private void plaintextLogins() {
    boolean allowed = config.authentication().allowPlaintextLogin();
    List<ListenerConfig> listeners = config.listeners();
    for (int i = 0; i < listeners.size(); i++) {
      ListenerConfig listener = listeners.get(i);
      if (!listener.protocol().hasLogin() || listener.tls() == TlsMode.IMPLICIT) {
        continue;
      }
      if (!allowed && listener.tls() == TlsMode.NONE) {
        findings.add(
            Finding.warning(
                listener(i, "tls"),
                "without TLS no client can log in with a password here, since"
                    + " authentication.allow-plaintext-login is false",
                "authentication.allow-plaintext-login"));
      }
      if (allowed && !listener.address().isLoopback()) {
        findings.add(
            Finding.warning(
                "authentication.allow-plaintext-login",
                "passwords may cross the network in the clear, to listener["
                    + i
                    + "] ("
                    + place(listener)
                    + ")",
                listener(i, "address"),
                listener(i, "tls"),
                listener(i, "protocol")));
        return;
      }
    }
  }

  private void mechanisms() {
    AuthenticationConfig authentication = config.authentication();
    String key = "authentication.mechanisms";
    if (authentication.mechanisms().isEmpty()) {
      findings.add(Finding.error(key, "the list is empty: nobody could log in"));
    }
    Set<SaslMechanism> seen = EnumSet.noneOf(SaslMechanism.class);
    for (int i = 0; i < authentication.mechanisms().size(); i++) {
      SaslMechanism mechanism = authentication.mechanisms().get(i);
      if (!seen.add(mechanism)) {
        findings.add(
            Finding.error(key + "[" + i + "]", "\"" + mechanism.text() + "\" is listed twice"));
      }
      if (mechanism == SaslMechanism.SCRAM_SHA_1 && !authentication.scramSha1()) {
        findings.add(
            Finding.error(
                key + "[" + i + "]",
                "\"SCRAM-SHA-1\" needs authentication.scram-sha-1 = true",
                "authentication.scram-sha-1"));
      }
    }
  }

  private void limits() {
    // RFC 5321 §4.5.3.2.7, RFC 9051 §5.4, RFC 1939 §3.
    connections("limits.smtp", config.limits().smtp().connection(), Duration.ofMinutes(5));
    connections("limits.imap", config.limits().imap().connection(), Duration.ofMinutes(30));
    connections("limits.pop3", config.limits().pop3().connection(), Duration.ofMinutes(10));
    var imap = config.limits().imap();
    if (imap.maxLiteralBeforeLogin().compareTo(imap.maxLiteral()) > 0) {
      findings.add(
          Finding.error(
              "limits.imap.max-literal-before-login",
              imap.maxLiteralBeforeLogin()
                  + " is more than after login: max-literal is "
                  + imap.maxLiteral(),
              "limits.imap.max-literal"));
    }
    if (config.limits().smtp().maxRecipients() < 100) {
      findings.add(
          Finding.warning(
              "limits.smtp.max-recipients",
              "RFC 5321 asks for 100 at least, some servers count on it"));
    }
  }

  private void connections(String path, ConnectionLimits limits, Duration leastIdle) {
    if (limits.maxLineBeforeLogin().compareTo(limits.maxLine()) > 0) {
      findings.add(
          Finding.error(
              path + ".max-line-before-login",
              limits.maxLineBeforeLogin()
                  + " is more than after login: max-line is "
                  + limits.maxLine(),
              path + ".max-line"));
    }
    if (limits.idleTimeout().compareTo(leastIdle) < 0) {
      findings.add(
          Finding.warning(
              path + ".idle-timeout",
              "clients count on " + Durations.format(leastIdle) + " at least"));
    }
  }

  private void storage() {
    StorageConfig storage = config.storage();
    switch (storage.engine()) {
      case EMBEDDED -> {
        if (storage.spoolInlineLimit().compareTo(storage.embedded().segmentSize()) > 0) {
          findings.add(
              Finding.error(
                  "storage.spool-inline-limit",
                  storage.spoolInlineLimit()
                      + " does not fit into a segment: storage.embedded.segment-size is "
                      + storage.embedded().segmentSize(),
                  "storage.embedded.segment-size"));
        }
      }
      case MYSQL -> {
        findings.addAll(DatabaseFindings.check("storage.mysql", storage.mysql()));
        findings.addAll(ShardFindings.check(storage));
        for (int i = 0; i < storage.shards().size(); i++) {
          findings.addAll(
              DatabaseFindings.check("storage.shard[" + i + "]", storage.shards().get(i).mysql()));
        }
      }
    }
  }

  private void mailboxes() {
    Set<String> names = new HashSet<>(Set.of("inbox"));
    Set<SpecialUse> uses = EnumSet.noneOf(SpecialUse.class);
    List<AutoMailbox> created = config.mailbox().created();
    for (int i = 0; i < created.size(); i++) {
      String path = "mailbox.create[" + i + "]";
      AutoMailbox mailbox = created.get(i);
      String name = mailbox.name();
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        findings.add(Finding.error(path + ".name", "\"" + name + "\" is there already"));
      }
      if (name.startsWith("/") || name.endsWith("/") || name.contains("//")) {
        findings.add(Finding.error(path + ".name", "\"" + name + "\" has an empty level"));
      }
      if (mailbox.specialUse() != SpecialUse.NONE && !uses.add(mailbox.specialUse())) {
        findings.add(
            Finding.error(
                path + ".special-use",
                "another mailbox is for \"" + mailbox.specialUse().text() + "\" already"));
      }
    }
  }

  private void dkimKeys() {
    List<DkimKeyConfig> keys = config.dkim().keys();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      DkimKeyConfig key = keys.get(i);
      String name = (key.selector() + "._domainkey." + key.domain()).toLowerCase(Locale.ROOT);
      Integer first = seen.putIfAbsent(name, i);
      if (first != null) {
        findings.add(
            Finding.error(
                "dkim.key[" + i + "].selector",
                "dkim.key[" + first + "] has this domain and selector too",
                "dkim.key[" + i + "].domain",
                "dkim.key[" + first + "].selector"));
      }
    }
  }

  private void hostName() {
    if (config.server().hostname().indexOf('.') < 0) {
      findings.add(
          Finding.warning(
              "server.hostname",
              "\""
                  + config.server().hostname()
                  + "\" has no domain: other servers will not take mail from it"));
    }
  }

  private static String listener(int index, String key) {
    return "listener[" + index + "]." + key;
  }
}
