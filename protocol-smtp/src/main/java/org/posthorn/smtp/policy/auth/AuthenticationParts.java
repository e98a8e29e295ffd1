package org.posthorn.smtp.policy.auth;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dmarc.Dmarc;
import org.posthorn.auth.dmarc.DmarcLimits;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.iprev.Iprev;
import org.posthorn.auth.spf.Spf;
import org.posthorn.auth.spf.SpfLimits;

/// What all messages share. Thread-safe.
///
/// @param timeout how long each kind of question may take, and all of them once a message has come
final class AuthenticationParts {
  private static final Executor WORKERS = Thread.ofVirtual().name("sender-auth")::start;
  private static final int PERCENT = 100;

  private final Dns dns;
  private final Duration timeout;
  private final InstantSource clock;
  private final Spf spf;
  private final Iprev iprev;
  private final MessageVerifier verifier;

  AuthenticationParts(Dns dns, String hostname, Duration timeout, InstantSource clock) {
    this.dns = dns;
    this.timeout = timeout;
    this.clock = clock;
    SpfLimits standard = SpfLimits.standard();
    this.spf =
        new Spf(
            dns,
            hostname,
            new SpfLimits(standard.lookUps(), standard.voidLookUps(), standard.names(), timeout),
            clock);
    this.iprev = new Iprev(dns, Iprev.DEFAULT_NAMES, timeout);
    VerifierLimits usual = VerifierLimits.DEFAULT;
    VerifierLimits limits =
        new VerifierLimits(
            usual.maxHeader(), usual.maxSignatures(), usual.maxBodyHashes(), usual.skew(), timeout);
    this.verifier = new MessageVerifier(dns, limits, clock);
  }

  Duration timeout() {
    return timeout;
  }

  InstantSource clock() {
    return clock;
  }

  Spf spf() {
    return spf;
  }

  Iprev iprev() {
    return iprev;
  }

  MessageVerifier verifier() {
    return verifier;
  }

  /// @param time for all of its questions
  Dmarc dmarc(Duration time) {
    DmarcLimits standard = DmarcLimits.standard();
    return new Dmarc(
        dns,
        new DmarcLimits(standard.authors(), standard.identities(), time),
        () -> ThreadLocalRandom.current().nextInt(PERCENT));
  }

  /// Starts a question that ends by itself.
  <T> CompletableFuture<T> start(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, WORKERS);
  }

  /// Its answer; empty where it did not come by then.
  ///
  /// @param end as [System#nanoTime()] tells it
  <T> Optional<T> await(CompletableFuture<T> answer, long end) {
    try {
      return Optional.of(answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look-up threw", e.getCause());
    }
  }
}
