package org.posthorn.auth.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Asks another one until a moment; from then on every question has failed. A question under way
/// goes on by itself, so that its answer is remembered for the next one. Thread-safe.
public final class DeadlineDns implements Dns {
  private static final Executor WORKERS = Thread.ofVirtual().name("dns-wait")::start;

  private final Dns dns;
  private final long end;

  /// @param all how much time there is for all questions together, beginning now
  public DeadlineDns(Dns dns, Duration all) {
    this.dns = dns;
    this.end = System.nanoTime() + all.toNanos();
  }

  @Override
  public DnsAnswer<String> txt(String name) {
    return inTime(() -> dns.txt(name));
  }

  @Override
  public DnsAnswer<Inet4Address> a(String name) {
    return inTime(() -> dns.a(name));
  }

  @Override
  public DnsAnswer<Inet6Address> aaaa(String name) {
    return inTime(() -> dns.aaaa(name));
  }

  @Override
  public DnsAnswer<MailExchanger> mx(String name) {
    return inTime(() -> dns.mx(name));
  }

  @Override
  public DnsAnswer<String> ptr(InetAddress address) {
    return inTime(() -> dns.ptr(address));
  }

  @Override
  public DnsAnswer<TlsaRecord> tlsa(String name) {
    return inTime(() -> dns.tlsa(name));
  }

  private <T> DnsAnswer<T> inTime(Supplier<DnsAnswer<T>> question) {
    long left = end - System.nanoTime();
    if (left <= 0) {
      return new DnsAnswer.Failed<>("time is up");
    }
    try {
      return CompletableFuture.supplyAsync(question, WORKERS).get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return new DnsAnswer.Failed<>("time is up");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new DnsAnswer.Failed<>("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look-up threw", e.getCause());
    }
  }
}
