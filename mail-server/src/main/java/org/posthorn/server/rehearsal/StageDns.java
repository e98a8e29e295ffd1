package org.posthorn.server.rehearsal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// The DNS as the stage sees it: texts of a few names on a free port of 127.0.0.1, over UDP;
/// nothing
/// else exists.
final class StageDns implements AutoCloseable {
  private static final int MAX_QUERY = 4096;
  private static final int MAX_ANSWER = 1232;
  private static final int MAX_STRING = 255;
  private static final int TTL = 3600;

  private final DatagramSocket socket;
  private final Map<String, String> texts;

  /// @param texts by name, without a final dot
  StageDns(Map<String, String> texts) throws IOException {
    this.texts = Map.copyOf(texts);
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().name("stage-dns").daemon().start(this::serve);
  }

  /// Where it is asked.
  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_QUERY], MAX_QUERY);
    try {
      while (true) {
        packet.setLength(MAX_QUERY);
        socket.receive(packet);
        byte[] answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private byte[] answer(Message query) {
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RD);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(question, Section.QUESTION);
    String text = texts.get(name(question.getName()));
    if (text == null) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else if (question.getType() == Type.TXT) {
      answer.addRecord(text(question.getName(), text), Section.ANSWER);
    }
    return answer.toWire(MAX_ANSWER);
  }

  private static String name(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }

  private static Record text(Name name, String text) {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < text.length(); i += MAX_STRING) {
      strings.add(text.substring(i, Math.min(text.length(), i + MAX_STRING)));
    }
    return new TXTRecord(name, DClass.IN, TTL, strings);
  }

  @Override
  public void close() {
    socket.close();
  }
}
