package org.posthorn.smtp.outbound.queue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.storage.state.StateStore;

/// The Sender Rewriting Scheme: mail that is sent on gets a reverse-path in a domain here, so that
/// SPF passes at the next host, and a bounce to it finds its way back to the sender. Thread-safe.
///
/// `SRS0=hash=day=domain=local@here` stands for `local@domain`. An address that another host has
/// rewritten becomes `SRS1=hash=thathost==rest@here`: bounces go to the host that rewrote first,
/// however many there were. The hash is a keyed one, cut short; the key stays in the store. It is
/// taken over the lower case, since hosts on the way may change the case.
final class Srs {
  private static final String KIND = "srs";
  private static final String KEY = "key";
  private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");
  private static final int KEY_LENGTH = 32;

  /// A bounce that comes later than that is for nobody.
  private static final int MAX_DAYS = 30;

  /// Days are counted modulo two characters of five bits.
  private static final int DAYS = 1 << 10;

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int HASH_BITS = 40;
  private static final int BITS = 5;
  private static final Pattern SRS0 =
      Pattern.compile(
          "srs0[=+-]([a-z2-7]{8})=([a-z2-7]{2})=([^=]+)=(.+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern SRS1 =
      Pattern.compile("srs1[=+-]([a-z2-7]{8})=([^=]+)=([=+-].+)", Pattern.CASE_INSENSITIVE);

  private final SecretKeySpec key;
  private final Clock clock;

  private Srs(byte[] key, Clock clock) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.clock = clock;
  }

  /// With the key of the store, which gets one if it has none.
  static Srs open(StateStore state, Clock clock) {
    byte[] fresh = new byte[KEY_LENGTH];
    new SecureRandom().nextBytes(fresh);
    StateStore.Entry entry =
        state
            .update(
                KIND,
                KEY,
                known -> known.or(() -> Optional.of(new StateStore.Entry(fresh, FOR_EVER))))
            .orElseThrow();
    return new Srs(entry.value(), clock);
  }

  /// The sender of a message that is sent on.
  ///
  /// @param domain a domain whose bounces come here
  EnvelopeAddress forward(EnvelopeAddress sender, String domain) {
    String local = sender.local();
    Matcher first = Pattern.compile("srs0([=+-].+)", Pattern.CASE_INSENSITIVE).matcher(local);
    Matcher later =
        Pattern.compile("srs1[=+-][^=]+=([^=]+)=([=+-].+)", Pattern.CASE_INSENSITIVE)
            .matcher(local);
    if (first.matches()) {
      return srs1(sender.host().wire(), first.group(1), domain);
    }
    if (later.matches()) {
      return srs1(later.group(1), later.group(2), domain);
    }
    String day = day(today());
    String rest = day + "=" + sender.host().wire() + "=" + local;
    return here("SRS0=" + hash(rest) + "=" + rest, domain);
  }

  private EnvelopeAddress srs1(String host, String rest, String domain) {
    return here("SRS1=" + hash(host + "=" + rest) + "=" + host + "=" + rest, domain);
  }

  private static EnvelopeAddress here(String local, String domain) {
    return new EnvelopeAddress(local, new HostPart.Domain(domain));
  }

  /// Where a bounce leads.
  ///
  /// @param local a local part, of an address here
  /// @return empty where it is none of ours, or too old
  Optional<EnvelopeAddress> back(String local) {
    Matcher first = SRS0.matcher(local);
    if (first.matches()) {
      String rest = first.group(2) + "=" + first.group(3) + "=" + first.group(4);
      return isOurs(first.group(1), rest) && isRecent(first.group(2))
          ? Optional.of(here(first.group(4), first.group(3)))
          : Optional.empty();
    }
    Matcher later = SRS1.matcher(local);
    if (later.matches()) {
      String rest = later.group(2) + "=" + later.group(3);
      return isOurs(later.group(1), rest)
          ? Optional.of(here("SRS0" + later.group(3), later.group(2)))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private boolean isOurs(String given, String rest) {
    return MessageDigest.isEqual(
        given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII),
        hash(rest).getBytes(StandardCharsets.US_ASCII));
  }

  private String hash(String text) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      byte[] digest = mac.doFinal(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      long bits = 0;
      for (int i = 0; i < HASH_BITS / Byte.SIZE; i++) {
        bits = bits << Byte.SIZE | (digest[i] & 0xff);
      }
      return text(bits, HASH_BITS / BITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }

  private static String text(long bits, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = length - 1; i >= 0; i--) {
      text.append(ALPHABET.charAt((int) (bits >>> (i * BITS)) & 31));
    }
    return text.toString();
  }

  private int today() {
    return (int) (clock.instant().getEpochSecond() / Duration.ofDays(1).toSeconds() % DAYS);
  }

  private static String day(int number) {
    return text(number, 2);
  }

  private boolean isRecent(String day) {
    String lower = day.toLowerCase(Locale.ROOT);
    int then = ALPHABET.indexOf(lower.charAt(0)) << BITS | ALPHABET.indexOf(lower.charAt(1));
    return Math.floorMod(today() - then, DAYS) <= MAX_DAYS;
  }
}
