package org.posthorn.protocol.session;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.posthorn.protocol.frame.ContentStream;
import org.posthorn.protocol.frame.DataStream;
import org.posthorn.protocol.frame.Line;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.sasl.AuthOutcome;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.storage.model.Protocol;

/// A small protocol that uses everything sessions can do.
public final class Toy implements SessionFactory {
  public final List<String> events = new CopyOnWriteArrayList<>();
  public final List<Connection> connections = new CopyOnWriteArrayList<>();

  /// WAIT ends when this is opened.
  public final CountDownLatch gate = new CountDownLatch(1);

  private final SessionLimits limits;
  private final boolean requiresLogin;
  private final Optional<Authenticator> authenticator;

  public Toy(SessionLimits limits, boolean requiresLogin, Optional<Authenticator> authenticator) {
    this.limits = limits;
    this.requiresLogin = requiresLogin;
    this.authenticator = authenticator;
  }

  public Toy() {
    this(SessionLimits.DEFAULT);
  }

  public Toy(SessionLimits limits) {
    this(limits, false, Optional.empty());
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public SessionLimits limits(InetAddress client) {
    return limits;
  }

  @Override
  public boolean requiresLogin() {
    return requiresLogin;
  }

  @Override
  public Session open(Connection connection) {
    connections.add(connection);
    return new ToySession(connection);
  }

  @Override
  public String refusal(Refusal reason) {
    return "NO " + reason + "\r\n";
  }

  private final class ToySession implements Session {
    private final Connection connection;
    private int tooLong;

    ToySession(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void open() throws IOException {
      reply("HELLO " + connection.remoteHost());
    }

    @Override
    public void command(Line line) throws IOException {
      String text = line.latin1();
      int space = text.indexOf(' ');
      String verb = space < 0 ? text : text.substring(0, space);
      String argument = space < 0 ? "" : text.substring(space + 1);
      switch (verb) {
        case "ECHO" -> reply("OK " + argument);
        case "CRLF" -> reply("OK " + line.endedWithCrLf());
        case "LIT" -> literal(Long.parseLong(argument));
        case "SINK" -> sink(Long.parseLong(argument));
        case "REFUSE" -> {
          try (var _ = connection.input().literal(Long.parseLong(argument))) {
            reply("NO");
          }
        }
        case "DATA" -> data();
        case "BIG" -> big(Long.parseLong(argument));
        case "TLS" -> {
          reply("OK begin");
          int dropped = connection.startTls();
          events.add("dropped " + dropped);
        }
        case "INFO" ->
            reply(
                connection
                    .tls()
                    .map(tls -> tls.version() + " " + tls.serverName().orElse("-"))
                    .orElse("clear"));
        case "AUTH" -> auth(argument);
        case "BOOM" -> throw new IllegalStateException("boom");
        case "LITBOOM" -> {
          var _ = connection.input().literal(Long.parseLong(argument));
          throw new IllegalStateException("boom");
        }
        case "TIMER" -> {
          var _ = connection.schedule(Duration.ofMillis(1), () -> reply("* tick"));
        }
        case "WAIT" -> {
          events.add("waiting");
          try {
            gate.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          reply("OK waited");
        }
        case "QUIT" -> {
          reply("BYE");
          connection.close();
        }
        default -> reply("BAD");
      }
    }

    private void literal(long length) throws IOException {
      reply("+ go");
      long sum = 0;
      long read = 0;
      byte[] buffer = new byte[8192];
      try (ContentStream in = connection.input().literal(length)) {
        int n;
        while ((n = in.read(buffer, 0, buffer.length)) >= 0) {
          for (int i = 0; i < n; i++) {
            sum = sum * 31 + buffer[i];
          }
          read += n;
        }
      }
      reply("OK " + read + " " + sum + " [" + connection.input().line().latin1() + "]");
    }

    private void sink(long length) throws IOException {
      reply("+ go");
      try (ContentStream in = connection.input().literal(length)) {
        in.skipRest();
      }
      reply("OK");
    }

    private void data() throws IOException {
      reply("354");
      try (DataStream in = connection.input().data()) {
        byte[] all = in.readAllBytes();
        reply("250 " + all.length + " " + in.sawBareLf() + " " + in.sawBareCr());
      }
    }

    private void big(long length) throws IOException {
      byte[] chunk = new byte[64 * 1024];
      for (long left = length; left > 0; left -= chunk.length) {
        connection.output().write(chunk, 0, (int) Math.min(left, chunk.length));
      }
      reply("OK");
    }

    private void auth(String argument) throws IOException {
      String[] words = argument.split(" ");
      Optional<String> initial = words.length > 1 ? Optional.of(words[1]) : Optional.empty();
      switch (authenticator
          .orElseThrow()
          .sasl(connection, Protocol.IMAP, words[0], initial, "+ ")) {
        case AuthOutcome.Success(var principal) -> {
          connection.loggedIn(limits);
          reply("OK " + principal.login());
        }
        case AuthOutcome.Failure(var reason) -> reply("NO " + reason);
      }
    }

    @Override
    public void lineTooLong() throws IOException {
      reply("TOO LONG");
      if (++tooLong == 3) {
        connection.close();
      }
    }

    @Override
    public void farewell(Farewell reason) throws IOException {
      reply("BYE " + reason);
    }

    @Override
    public void failed(String errorId) throws IOException {
      reply("FAILED " + errorId.length());
    }

    @Override
    public void ended() {
      events.add("ended");
    }

    private void reply(String text) throws IOException {
      connection.output().ascii(text);
      connection.output().crlf();
    }
  }
}
