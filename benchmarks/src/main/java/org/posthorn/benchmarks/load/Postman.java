package org.posthorn.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.posthorn.benchmarks.load.SignedSenders.Letter;

/// Brings letters to a server over many connections, and waits until they are in the mailboxes.
/// Each letter that goes out is different: it has a Received field with a number of its own, as
/// relays add it. Thread-safe.
///
/// @param letters what is sent, from the first on and again
/// @param users accounts that get them in turn
/// @param sent how many went out so far, to any server
record Postman(List<Letter> letters, int users, AtomicLong sent) {
  private static final int DIGITS = 3;
  private static final String NAME = "out.sender.example";

  /// What came of it.
  ///
  /// @param messages how many
  /// @param accepted until the last 250
  /// @param delivered until the last one was in its mailbox
  /// @param micros the time from MAIL to the last 250 of each
  record Outcome(int messages, Duration accepted, Duration delivered, Histogram micros) {
    double acceptedPerSecond() {
      return messages * 1e9 / accepted.toNanos();
    }

    double deliveredPerSecond() {
      return messages * 1e9 / delivered.toNanos();
    }
  }

  /// @throws IOException with the first wrong answer of the server
  Outcome bring(Target target, int connections, int messages)
      throws IOException, InterruptedException {
    try (Mailboxes mailboxes = new Mailboxes(target, users);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Histogram micros = new ConcurrentHistogram(DIGITS);
      AtomicInteger next = new AtomicInteger();
      long start = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(threads.submit(() -> session(target, next, messages, micros)));
      }
      for (Future<?> one : running) {
        one.get();
      }
      long accepted = System.nanoTime();
      mailboxes.awaitMore(messages);
      return new Outcome(
          messages,
          Duration.ofNanos(accepted - start),
          Duration.ofNanos(System.nanoTime() - start),
          micros);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private Void session(Target target, AtomicInteger next, int messages, Histogram micros)
      throws IOException {
    try (Client client = Client.greeted(target, NAME)) {
      for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
        Letter letter = letters.get(i % letters.size());
        long before = System.nanoTime();
        String reply = send(client, letter, target.user(i % users));
        if (!reply.startsWith("250")) {
          throw new IOException("a message was not taken: " + reply);
        }
        micros.recordValue((System.nanoTime() - before) / 1000);
      }
    }
    return null;
  }

  /// Sends one letter, to the account behind those that are counted.
  ///
  /// @return the answer to it
  String bringOne(Target target, Letter letter) throws IOException {
    try (Client client = Client.greeted(target, NAME)) {
      return send(client, letter, target.user(users));
    }
  }

  private String send(Client client, Letter letter, String recipient) throws IOException {
    client.send("MAIL FROM:<" + letter.sender() + ">\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
    client.smtp("250");
    client.smtp("250");
    client.smtp("354");
    String trace =
        "Received: from desk.sender.example by out.sender.example with ESMTPSA id "
            + sent.incrementAndGet()
            + ";\r\n\tTue, 24 Nov 2026 12:00:00 +0000\r\n";
    byte[] octets = new byte[trace.length() + letter.octets().length + 3];
    System.arraycopy(trace.getBytes(US_ASCII), 0, octets, 0, trace.length());
    System.arraycopy(letter.octets(), 0, octets, trace.length(), letter.octets().length);
    System.arraycopy(".\r\n".getBytes(US_ASCII), 0, octets, octets.length - 3, 3);
    client.send(octets);
    return client.smtp();
  }
}
