package org.posthorn.auth.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A DNS server on loopback, UDP and TCP, for tests: it serves a zone that is written as text, and
/// misbehaves where it is told to. Thread-safe; close it after use.
///
/// ```
/// try (ZoneServer server = ZoneServer.of("""
///     example.org  IN TXT "v=spf1 mx -all"
///     example.org  IN MX  10 mx.example.org
///     """)) {
///   Dns dns = server.dns();
/// ```
///
/// Every name is absolute, with or without its final dot; a TTL is 300 where none is given;
/// `*.example.org` is a wildcard. What no line mentions does not exist (NXDOMAIN).
public final class ZoneServer implements AutoCloseable {
  private static final int MAX_UDP = 512;
  private static final int MAX_STRING = 255;
  private static final Name VICTIM = Name.fromConstantString("victim.example.");

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Set<Name> authentic = ConcurrentHashMap.newKeySet();
  private final AtomicInteger all = new AtomicInteger();
  private final AtomicInteger overTcp = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Zone zone;

  /// Both at one port.
  private record Sockets(ServerSocket tcp, DatagramSocket udp) {
    static Sockets open() throws IOException {
      for (int i = 0; ; i++) {
        ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try {
          return new Sockets(tcp, new DatagramSocket(tcp.getLocalSocketAddress()));
        } catch (IOException e) {
          tcp.close(); // taken for UDP: another one
          if (i == 20) {
            throw e;
          }
        }
      }
    }
  }

  private ZoneServer(String text, Sockets sockets) {
    zone = new Zone(text);
    tcp = sockets.tcp();
    udp = sockets.udp();
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  /// Starts one.
  public static ZoneServer of(String zone) {
    try {
      return new ZoneServer(zone, Sockets.open());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts one on a port that its clients know already.
  public static ZoneServer of(String zone, int port) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      ServerSocket tcp = new ServerSocket(port, 50, loopback);
      return new ZoneServer(zone, new Sockets(tcp, new DatagramSocket(port, loopback)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A line of a zone: a text of any length, in as many strings as it takes.
  public static String text(String name, String value) {
    StringBuilder line = new StringBuilder(name).append(" IN TXT");
    for (int i = 0; i < Math.max(1, value.length()); i += MAX_STRING) {
      int end = Math.min(value.length(), i + MAX_STRING);
      line.append(" \"").append(value, i, end).append('"');
    }
    return line.append('\n').toString();
  }

  /// Serves another zone from now on.
  public void serve(String text) {
    zone = new Zone(text);
  }

  /// Treats all questions for a name so.
  public ZoneServer behave(String name, Behaviour behaviour) {
    behaviours.put(key(name), behaviour);
    return this;
  }

  /// Treats the questions of one type for a name so.
  public ZoneServer behave(String name, String type, Behaviour behaviour) {
    behaviours.put(key(name) + " " + type, behaviour);
    return this;
  }

  /// Sets the AD bit in answers about this name and those below it, as a validating resolver does
  /// for a signed zone.
  public ZoneServer authentic(String domain) {
    authentic.add(Name.fromConstantString(key(domain) + "."));
    return this;
  }

  /// Answers the questions that are [Behaviour#HELD], and those that follow.
  public void release() {
    released.countDown();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  /// `127.0.0.1:12345`, as options and settings want it.
  public String hostPort() {
    return "127.0.0.1:" + tcp.getLocalPort();
  }

  /// Questions so far, UDP and TCP.
  public int queries() {
    return all.get();
  }

  /// Questions for a name so far.
  public int queries(String name) {
    return counts.getOrDefault(key(name), new AtomicInteger()).get();
  }

  /// Questions by TCP so far.
  public int tcpQueries() {
    return overTcp.get();
  }

  /// Asks this server, patiently.
  public ResolverDns dns() {
    return new ResolverDns(settings());
  }

  /// Asks this server, and does not wait long where it is silent.
  public ResolverDns impatientDns() {
    return new ResolverDns(settings().withTimeout(Duration.ofMillis(250)).withTries(2));
  }

  public DnsSettings settings() {
    return DnsSettings.defaults().withServers(List.of(address()));
  }

  @Override
  public void close() {
    released.countDown();
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveUdp() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        Thread.ofVirtual().start(() -> answerUdp(packet));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void answerUdp(DatagramPacket packet) {
    try {
      Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
      Optional<byte[]> answer = answer(query, false);
      if (answer.isPresent()) {
        byte[] octets = answer.get();
        udp.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
      }
    } catch (IOException _) {
      // nonsense, or closed
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        Socket socket = tcp.accept();
        Thread.ofVirtual().start(() -> answerTcp(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void answerTcp(Socket accepted) {
    try (Socket socket = accepted) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        byte[] octets = new byte[in.readUnsignedShort()];
        in.readFully(octets);
        overTcp.incrementAndGet();
        Optional<byte[]> answer = answer(new Message(octets), true);
        if (answer.isPresent()) {
          out.writeShort(answer.get().length);
          out.write(answer.get());
          out.flush();
        }
      }
    } catch (IOException _) {
      // the client has gone
    }
  }

  private Optional<byte[]> answer(Message query, boolean stream) throws IOException {
    Record question = query.getQuestion();
    all.incrementAndGet();
    String name = key(question.getName().toString());
    counts.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
    Behaviour behaviour =
        behaviours.getOrDefault(
            name + " " + Type.string(question.getType()),
            behaviours.getOrDefault(name, Behaviour.ANSWER));
    if (behaviour == Behaviour.HELD) {
      awaitRelease();
    }
    return switch (behaviour) {
      case SILENT -> Optional.empty();
      case GARBAGE -> Optional.of(garbage(query));
      default -> {
        Message response = response(query, question);
        fill(response, query, behaviour, stream);
        yield Optional.of(response.toWire(stream ? Message.MAXLENGTH : udpSize(query)));
      }
    };
  }

  private void fill(Message response, Message query, Behaviour behaviour, boolean stream)
      throws IOException {
    Header header = response.getHeader();
    switch (behaviour) {
      case ANSWER, HELD -> zone.answer(query.getQuestion(), response);
      case SERVFAIL -> header.setRcode(Rcode.SERVFAIL);
      case REFUSED -> header.setRcode(Rcode.REFUSED);
      case NXDOMAIN -> header.setRcode(Rcode.NXDOMAIN);
      case TRUNCATED_ALWAYS -> header.setFlag(Flags.TC);
      case TRUNCATED -> {
        if (stream) {
          zone.answer(query.getQuestion(), response);
        } else {
          header.setFlag(Flags.TC);
        }
      }
      case NO_EDNS -> {
        if (query.getOPT() == null) {
          zone.answer(query.getQuestion(), response);
        } else {
          header.setRcode(Rcode.FORMERR);
        }
      }
      case WRONG_ID -> {
        zone.answer(query.getQuestion(), response);
        header.setID(header.getID() ^ 1);
      }
      case WRONG_QUESTION -> {
        response.removeAllRecords(Section.QUESTION);
        response.addRecord(Record.newRecord(VICTIM, Type.A, DClass.IN), Section.QUESTION);
      }
      case ALIAS_ONLY -> zone.alias(query.getQuestion().getName(), response);
      case POISON -> {
        InetAddress address = InetAddress.ofLiteral("192.0.2.66");
        response.addRecord(new ARecord(VICTIM, DClass.IN, 300, address), Section.ANSWER);
        zone.answer(query.getQuestion(), response);
      }
      case EMPTY, SILENT, GARBAGE -> {}
    }
  }

  private Message response(Message query, Record question) {
    Message response = new Message(query.getHeader().getID());
    Header header = response.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    OPTRecord edns = query.getOPT();
    boolean asked =
        query.getHeader().getFlag(Flags.AD)
            || (edns != null && (edns.getFlags() & ExtendedFlags.DO) != 0);
    if (asked && authentic.stream().anyMatch(domain -> question.getName().subdomain(domain))) {
      header.setFlag(Flags.AD);
    }
    response.addRecord(question, Section.QUESTION);
    return response;
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] garbage(Message query) {
    byte[] octets = new byte[64];
    Arrays.fill(octets, (byte) 0xC3);
    octets[0] = (byte) (query.getHeader().getID() >> 8);
    octets[1] = (byte) query.getHeader().getID();
    return octets;
  }

  private static int udpSize(Message query) {
    OPTRecord edns = query.getOPT();
    return edns == null ? MAX_UDP : Math.max(MAX_UDP, edns.getPayloadSize());
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
