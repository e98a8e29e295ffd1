package org.posthorn.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.posthorn.storage.mime.MessageScanner;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.mime.StructureCodec;

/// What parsing a message costs, and keeping what came of it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScannerBenchmark {
  /// Octets of the message's two text parts together.
  @Param({"4000", "1000000"})
  public int size;

  private byte[] message = new byte[0];
  private byte[] encoded = new byte[0];

  /// A multipart/alternative with headers as mail programs write them.
  @Setup
  public void makeMessage() {
    String line = "The quick brown fox jumps over the lazy dog, and so on and so forth.\r\n";
    String body = line.repeat(Math.max(1, size / 2 / line.length()));
    String text =
        """
        Return-Path: <sender@example.org>
        Received: from mx.example.org (mx.example.org [192.0.2.1])
        	by mail.example.test with ESMTPS id abc; Mon, 1 Jun 2026 10:00:00 +0000
        From: =?utf-8?q?Gr=C3=BC=C3=9Fe?= <sender@example.org>
        To: Alice <alice@example.test>, Bob <bob@example.test>
        Subject: A message of ordinary size
        Date: Mon, 1 Jun 2026 10:00:00 +0000
        Message-ID: <1@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="=_frontier"

        --=_frontier
        Content-Type: text/plain; charset=utf-8

        %s
        --=_frontier
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 8bit

        %s
        --=_frontier--
        """
            .replace("\n", "\r\n")
            .formatted(body, body);
    message = text.getBytes(StandardCharsets.UTF_8);
    encoded = StructureCodec.encode(scan());
  }

  /// One pass over the message: MIME tree, offsets, envelope.
  @Benchmark
  public MessageStructure scan() {
    MessageScanner scanner = new MessageScanner();
    scanner.feed(message, 0, message.length);
    return scanner.finish();
  }

  /// The structure from the store's bytes.
  @Benchmark
  public MessageStructure decode() throws Exception {
    return StructureCodec.decode(encoded);
  }
}
