package org.posthorn.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dmarc.AuthenticatedIdentity;
import org.posthorn.auth.dmarc.Authors;
import org.posthorn.auth.dmarc.Dmarc;
import org.posthorn.auth.dmarc.DmarcLimits;
import org.posthorn.auth.dmarc.DmarcResult;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.ZoneServer;
import org.posthorn.auth.spf.Spf;
import org.posthorn.auth.spf.SpfLimits;
import org.posthorn.auth.spf.SpfOutcome;

/// How many messages a second are verified: 4 KB, one signature, answers of the DNS remembered.
/// Arguments: threads, seconds of each round, rounds. The first rounds warm the JVM.
public final class VerifyMail {
  private static final int SIZE = 4096;
  private static final int MESSAGES = 200;
  private static final String DOMAIN = "example.org";
  private static final String SENDER = "alice@" + DOMAIN;
  private static final String ZONE =
      """
      example.org        IN TXT "v=spf1 ip4:192.0.2.0/24 -all"
      _dmarc.example.org IN TXT "v=DMARC1; p=reject"
      """;

  private final MessageVerifier verifier;
  private final Spf spf;
  private final Dmarc dmarc;

  private VerifyMail(Dns dns) {
    this.verifier = new MessageVerifier(dns, VerifierLimits.DEFAULT, InstantSource.system());
    this.spf = new Spf(dns, "mx.example.net", SpfLimits.standard(), InstantSource.system());
    this.dmarc = new Dmarc(dns, DmarcLimits.standard(), () -> 0);
  }

  /// Runs it.
  public static void main(String[] words) throws Exception {
    int threads = words.length > 0 ? Integer.parseInt(words[0]) : 2;
    int seconds = words.length > 1 ? Integer.parseInt(words[1]) : 5;
    int rounds = words.length > 2 ? Integer.parseInt(words[2]) : 4;
    for (KeyType type : KeyType.values()) {
      SigningKey key = SigningKey.of(DOMAIN, "s1", KeyFile.generate(type));
      List<byte[]> messages = messages(key);
      try (ZoneServer server =
          ZoneServer.of(ZoneServer.text(key.recordName(), key.record()) + ZONE)) {
        VerifyMail mail = new VerifyMail(server.dns());
        for (int round = 1; round <= rounds; round++) {
          String name = type.text() + " round " + round;
          report(name + ", DKIM and ARC", measure(threads, seconds, messages, mail::signature));
          report(name + ", SPF, DKIM, ARC, DMARC", measure(threads, seconds, messages, mail::all));
        }
      }
    }
  }

  private static void report(String name, double rate) {
    System.out.printf("%-40s %,10.0f messages/s%n", name, rate);
  }

  private interface Check {
    void run(byte[] message) throws IOException;
  }

  private static double measure(int threads, int seconds, List<byte[]> messages, Check check)
      throws InterruptedException {
    LongAdder count = new LongAdder();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(Thread.ofVirtual().start(() -> work(messages, check, end, count)));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return count.sum() * 1e9 / (System.nanoTime() - start);
  }

  private static void work(List<byte[]> messages, Check check, long end, LongAdder count) {
    try {
      for (int i = 0; System.nanoTime() < end; i++) {
        check.run(messages.get(i % messages.size()));
        count.increment();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MessageVerifier.Verified signature(byte[] message) throws IOException {
    MessageVerifier.Verified verified = verifier.verify(new ByteArrayInputStream(message));
    if (!verified.signatures().getFirst().passed()) {
      throw new IllegalStateException(verified.signatures().toString());
    }
    return verified;
  }

  private void all(byte[] message) throws IOException {
    SpfOutcome outcome =
        spf.checkMailFrom(InetAddress.ofLiteral("192.0.2.1"), "mx.example.org", SENDER);
    MessageVerifier.Verified verified = signature(message);
    DmarcResult result =
        dmarc
            .check(
                Authors.of(verified.message().header()),
                List.of(
                    AuthenticatedIdentity.of(outcome),
                    AuthenticatedIdentity.of(verified.signatures().getFirst())))
            .result();
    if (result != DmarcResult.PASS) {
      throw new IllegalStateException("DMARC: " + result);
    }
  }

  private static List<byte[]> messages(SigningKey key) throws IOException {
    DomainSigner signer =
        DomainSigner.of(List.of(key), SigningOptions.DEFAULT, InstantSource.system());
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      StringBuilder text = new StringBuilder(SIZE);
      text.append("Received: from mx.example.org by mx.example.net; today\r\nFrom: ")
          .append(SENDER);
      text.append("\r\nTo: bob@example.net\r\nSubject: number ").append(i);
      text.append("\r\nMessage-ID: <").append(i).append("@example.org>\r\n\r\n");
      while (text.length() < SIZE) {
        text.append("A line of the message number ").append(i).append(", as lines are.\r\n");
      }
      byte[] message = text.toString().getBytes(StandardCharsets.US_ASCII);
      byte[] fields = signer.sign(DOMAIN, new byte[0], new ByteArrayInputStream(message));
      byte[] signed = Arrays.copyOf(fields, fields.length + message.length);
      System.arraycopy(message, 0, signed, fields.length, message.length);
      messages.add(signed);
    }
    return messages;
  }
}
