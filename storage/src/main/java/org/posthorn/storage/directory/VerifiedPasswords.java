package org.posthorn.storage.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.posthorn.storage.model.BlobHash;

/// Checks passwords on a bounded pool of its own, and remembers which were right, so that a storm
/// of logins does not cost a hash each.
///
/// What is remembered is a keyed hash, under a key of this process, of the stored secret and the
/// password together: a changed secret is another entry, and nothing here tells a password to
/// whoever reads the memory of the cache alone. Thread-safe.
final class VerifiedPasswords implements AutoCloseable {
  /// Checks that wait for a thread at most; then logins are told to come again.
  private static final int MAX_WAITING = 512;

  private static final String HMAC = "HmacSHA256";

  private final PasswordHasher hasher;
  private final Cache<BlobHash, Boolean> right;
  private final ConcurrentHashMap<BlobHash, CompletableFuture<Boolean>> running =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor pool;
  private final SecretKeySpec key;

  VerifiedPasswords(PasswordHasher hasher, AuthenticationOptions options, MeterRegistry registry) {
    this.hasher = hasher;
    this.right =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(options.cacheSize())
            .expireAfterWrite(options.cacheTtl())
            .recordStats()
            .build();
    CaffeineCacheMetrics.monitor(registry, right, "verified_passwords");
    this.pool =
        new ThreadPoolExecutor(
            options.hashThreads(),
            options.hashThreads(),
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("password-hash-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    Gauge.builder("posthorn.password.queue", pool, p -> p.getQueue().size())
        .description("Password checks waiting for a thread")
        .register(registry);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
  }

  /// Whether the password fits the secret.
  ///
  /// @throws RejectedExecutionException where too many checks wait
  boolean verify(String secret, String password) {
    BlobHash name = name(secret, password);
    if (right.getIfPresent(name) != null) {
      return true;
    }
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> other = running.putIfAbsent(name, mine);
    if (other != null) {
      return await(other);
    }
    try {
      pool.execute(() -> check(name, secret, password, mine));
    } catch (RejectedExecutionException full) {
      running.remove(name, mine);
      mine.completeExceptionally(full);
      throw full;
    }
    return await(mine);
  }

  private void check(
      BlobHash name, String secret, String password, CompletableFuture<Boolean> answer) {
    try {
      boolean fits = hasher.verify(secret, password);
      if (fits) {
        right.put(name, true);
      }
      running.remove(name, answer);
      answer.complete(fits);
    } catch (Throwable failure) {
      running.remove(name, answer);
      answer.completeExceptionally(failure);
    }
  }

  private static boolean await(CompletableFuture<Boolean> answer) {
    try {
      return answer.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RejectedExecutionException full) {
        throw full;
      }
      throw failure;
    }
  }

  private BlobHash name(String secret, String password) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(secret.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return BlobHash.of(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + HMAC, missing);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
