package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.posthorn.imap.command.ImapRequest;

/// Whatever the octets, a command is a request and nothing else is thrown.
class DamagedCommandsTest {
  private static final int MUTATIONS = 60;

  /// The table's commands, damaged in every way that comes to mind: seeded, so that a failure can
  /// be repeated.
  @Test
  void damagedCommandsAreRequests() {
    Random random = new Random(3501);
    List<byte[]> texts = new ArrayList<>();
    CommandTable.all().keySet().forEach(t -> texts.add(octets("a " + t + "\r\n")));
    CommandTable.appends().keySet().forEach(t -> texts.add(octets("a " + t + "\r\n")));
    for (byte[] text : texts) {
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] other = texts.get(random.nextInt(texts.size()));
        check(damaged(text, other, random));
      }
    }
  }

  @Property(tries = 500)
  void anyOctetsAreRequests(@ForAll byte[] octets) {
    check(octets);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] damaged(byte[] text, byte[] other, Random random) {
    byte[] damaged = text.clone();
    int at = random.nextInt(damaged.length);
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] = (byte) random.nextInt(256);
      case 1 -> {
        byte[] special = octets("(){}\"\\ %*]\r\n\0+&-9");
        damaged[at] = special[random.nextInt(special.length)];
      }
      case 2 -> {
        int from = random.nextInt(other.length);
        int n = Math.min(damaged.length - at, other.length - from);
        System.arraycopy(other, from, damaged, at, n);
      }
      default -> {
        for (int i = 0; i < 5; i++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return damaged;
  }

  static void check(byte[] octets) {
    for (boolean utf8 : new boolean[] {false, true}) {
      CommandParser parser = new CommandParser(ParserLimits.AFTER_LOGIN, utf8);
      sane(parser.parse(octets, octets.length));
      BytesSource source = new BytesSource(octets);
      try {
        while (!source.rest().isEmpty()) {
          sane(new CommandReader(source, parser).read(source.line().orElseThrow()));
        }
      } catch (EOFException | UnusableLiteralException _) {
        assertTrue(source.rest().length() < octets.length, "nothing was read");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void sane(ImapRequest request) {
    if (request instanceof ImapRequest.Malformed malformed) {
      assertTrue(malformed.problem().chars().allMatch(c -> c >= 0x20 && c < 0x7F));
    }
    assertEquals(request, request);
  }
}
