package org.posthorn.server.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.config.ListenerProtocol;
import org.posthorn.server.rehearsal.Senders.Letter;

/// Other hosts bring mail to a [Stage], over several connections at once: it is checked, and
/// delivered. Thread-safe.
///
/// @param stage where it goes
/// @param letters what is brought, from the first on and again
/// @param deadline when no more is begun, in terms of [System#nanoTime]
record Strangers(Stage stage, List<Letter> letters, long deadline) {
  private static final int CONNECTIONS = 8;

  /// Brings so many messages, or as many as there is time for.
  ///
  /// @return how many were taken
  /// @throws IOException where an answer is not what it should be
  int bring(int messages) throws IOException {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        all.add(threads.submit(() -> session(next, messages)));
      }
      int taken = 0;
      for (Future<Integer> one : all) {
        taken += one.get();
      }
      return taken;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private int session(AtomicInteger next, int messages) throws IOException {
    int taken = 0;
    try (Talk smtp = stage.connect(ListenerProtocol.SMTP)) {
      smtp.await("220 ");
      smtp.say("EHLO mx.one.test\r\n", "250 ");
      for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
        if (System.nanoTime() > deadline) {
          break;
        }
        Letter letter = letters.get(i % letters.size());
        smtp.say(
            "MAIL FROM:<" + letter.sender() + ">\r\nRCPT TO:<" + Stage.ACTOR + ">\r\nDATA\r\n",
            "354 ");
        String text = new String(letter.octets(), StandardCharsets.ISO_8859_1);
        smtp.say(text.replace("\r\n.", "\r\n..") + ".\r\n", "250 ");
        taken++;
      }
      smtp.say("QUIT\r\n", "221 ");
    }
    return taken;
  }
}
