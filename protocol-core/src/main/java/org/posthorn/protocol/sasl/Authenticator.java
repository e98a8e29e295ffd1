package org.posthorn.protocol.sasl;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.posthorn.config.AuthenticationConfig;
import org.posthorn.config.SaslMechanism;
import org.posthorn.protocol.frame.Line;
import org.posthorn.protocol.frame.LineTooLongException;
import org.posthorn.protocol.limit.Pace;
import org.posthorn.protocol.session.Connection;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.SaslPrep;
import org.posthorn.storage.model.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs clients in, for all protocols: which mechanisms a connection is offered, the exchange
/// itself, the wait after a failure, counting failures by address, metrics and log. One for the
/// daemon; thread-safe. Its methods block the session's thread.
public final class Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);
  private static final String COMMAND = "command";
  private static final int MAX_ADDRESS = 254; // RFC 5321 §4.5.3.1.3

  private final Directory directory;
  private final AuthenticationConfig config;
  private final AuthThrottle throttle;
  private final SecureRandom random;
  private final ScramDecoy decoy;
  private final Set<Mechanism> mechanisms;

  /// @param throttle shared by all protocols, so that failures add up
  public Authenticator(Directory directory, AuthenticationConfig config, AuthThrottle throttle) {
    this(directory, config, throttle, new SecureRandom());
  }

  private Authenticator(
      Directory directory,
      AuthenticationConfig config,
      AuthThrottle throttle,
      SecureRandom random) {
    this(directory, config, throttle, random, new ScramDecoy(random, config.scramRounds()));
  }

  private Authenticator(
      Directory directory,
      AuthenticationConfig config,
      AuthThrottle throttle,
      SecureRandom random,
      ScramDecoy decoy) {
    this.directory = directory;
    this.config = config;
    this.throttle = throttle;
    this.random = random;
    this.decoy = decoy;
    this.mechanisms = mechanisms(config);
  }

  /// The same users by other rules. What unknown names are answered is the same in both, so that
  /// comparing the two tells nothing.
  public Authenticator under(AuthenticationConfig rules) {
    return new Authenticator(directory, rules, throttle, random, decoy);
  }

  private static Set<Mechanism> mechanisms(AuthenticationConfig config) {
    Set<Mechanism> chosen = new LinkedHashSet<>();
    for (SaslMechanism mechanism : config.mechanisms()) {
      switch (mechanism) {
        case PLAIN -> chosen.add(Mechanism.PLAIN);
        case LOGIN -> chosen.add(Mechanism.LOGIN);
        case SCRAM_SHA_256 -> chosen.add(Mechanism.SCRAM_SHA_256);
        case SCRAM_SHA_256_PLUS -> chosen.add(Mechanism.SCRAM_SHA_256_PLUS);
        case SCRAM_SHA_1 -> {
          if (config.scramSha1()) {
            // Whoever wants channel binding wants it for both hash functions.
            if (config.mechanisms().contains(SaslMechanism.SCRAM_SHA_256_PLUS)) {
              chosen.add(Mechanism.SCRAM_SHA_1_PLUS);
            }
            chosen.add(Mechanism.SCRAM_SHA_1);
          }
        }
      }
    }
    return chosen;
  }

  /// Whether a password may be sent on this connection as it is now; if not, IMAP announces
  /// LOGINDISABLED and POP3 does not announce USER.
  public boolean passwordsAllowed(Connection connection) {
    return config.allowPlaintextLogin() || connection.isTls();
  }

  /// The mechanisms that this connection is offered as it is now, in the configuration's order.
  public List<Mechanism> offered(Connection connection) {
    return mechanisms.stream().filter(mechanism -> isOffered(mechanism, connection)).toList();
  }

  private boolean isOffered(Mechanism mechanism, Connection connection) {
    return mechanisms.contains(mechanism)
        && (!mechanism.showsPassword() || passwordsAllowed(connection))
        && (!mechanism.bindsChannel() || connection.isTls());
  }

  /// Checks a name and password that came with a command (IMAP LOGIN, POP3 USER and PASS).
  public AuthOutcome password(
      Connection connection, Protocol protocol, String login, String password) {
    InetAddress from = connection.remoteAddress().getAddress();
    if (!passwordsAllowed(connection)) {
      return new AuthOutcome.Failure(AuthFailure.NEEDS_TLS);
    }
    if (throttle.isBlocked(from)) {
      return finish(connection, COMMAND, login, SaslStep.failed(AuthFailure.TOO_MANY_FAILURES));
    }
    SaslStep result =
        SaslPrep.query(login)
            .map(name -> new Passwords(directory, protocol, from).check(name, password))
            .orElseGet(() -> SaslStep.failed(AuthFailure.BAD_CREDENTIALS));
    return finish(connection, COMMAND, login, result);
  }

  /// Runs an exchange in base64 over the connection: challenges are written as `prefix`, base64,
  /// CRLF; responses are read as lines; `*` cancels (RFC 4954 §4, RFC 9051 §6.2.2, RFC 5034 §4).
  ///
  /// @param mechanism the name that the client gave, in any case
  /// @param initialResponse what came with the command: base64, or `=` for an empty response
  /// @param prefix `334 ` or `+ `
  /// @throws IOException if the client is gone or too slow
  public AuthOutcome sasl(
      Connection connection,
      Protocol protocol,
      String mechanism,
      Optional<String> initialResponse,
      String prefix)
      throws IOException {
    Optional<Mechanism> known = Mechanism.named(mechanism);
    if (known.isEmpty() || !isOffered(known.get(), connection)) {
      boolean withTls = known.filter(mechanisms::contains).isPresent() && !connection.isTls();
      return new AuthOutcome.Failure(
          withTls ? AuthFailure.NEEDS_TLS : AuthFailure.UNKNOWN_MECHANISM);
    }
    String name = known.get().wireName().toLowerCase(Locale.ROOT);
    if (throttle.isBlocked(connection.remoteAddress().getAddress())) {
      return finish(connection, name, "", SaslStep.failed(AuthFailure.TOO_MANY_FAILURES));
    }
    SaslExchange exchange = begin(known.get(), connection, protocol);
    SaslStep result = converse(connection, exchange, initialResponse, prefix);
    return finish(connection, name, exchange.login(), result);
  }

  private SaslExchange begin(Mechanism mechanism, Connection connection, Protocol protocol) {
    Passwords passwords =
        new Passwords(directory, protocol, connection.remoteAddress().getAddress());
    return switch (mechanism) {
      case PLAIN -> new PlainExchange(passwords);
      case LOGIN -> new LoginExchange(passwords);
      case SCRAM_SHA_1, SCRAM_SHA_1_PLUS, SCRAM_SHA_256, SCRAM_SHA_256_PLUS ->
          new ScramExchange(
              new ScramExchange.Setting(
                  mechanism,
                  directory,
                  protocol,
                  connection.tls().map(ChannelBindings::of).orElse(ChannelBindings.NONE),
                  connection.isTls() && mechanisms.contains(plus(mechanism)),
                  decoy,
                  random));
    };
  }

  private static Mechanism plus(Mechanism mechanism) {
    return mechanism == Mechanism.SCRAM_SHA_1
        ? Mechanism.SCRAM_SHA_1_PLUS
        : Mechanism.SCRAM_SHA_256_PLUS;
  }

  private static SaslStep converse(
      Connection connection, SaslExchange exchange, Optional<String> initial, String prefix)
      throws IOException {
    SaslStep step =
        initial.isPresent()
            ? respond(exchange, initial.get().equals("=") ? "" : initial.get())
            : new SaslStep.Challenge(exchange.firstChallenge().orElse(new byte[0]));
    while (step instanceof SaslStep.Challenge(var data)) {
      connection.output().ascii(prefix);
      connection.output().write(Base64.getEncoder().encode(data));
      connection.output().crlf();
      Line line;
      try {
        line = connection.input().saslLine();
      } catch (LineTooLongException _) {
        return SaslStep.failed(AuthFailure.MALFORMED);
      }
      if (line.length() == 1 && line.at(0) == '*') {
        return SaslStep.failed(AuthFailure.CANCELLED);
      }
      step = respond(exchange, line.latin1());
    }
    return step;
  }

  private static SaslStep respond(SaslExchange exchange, String base64) {
    byte[] response;
    try {
      response = Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException _) {
      return SaslStep.failed(AuthFailure.MALFORMED);
    }
    return exchange.respond(response);
  }

  private AuthOutcome finish(
      Connection connection, String mechanism, String login, SaslStep result) {
    return switch (result) {
      case SaslStep.Success(var principal) -> {
        connection.metrics().login(mechanism, "ok");
        LOG.atInfo()
            .addKeyValue("remote", connection.remoteHost())
            .addKeyValue("login", principal.login())
            .addKeyValue("mechanism", mechanism)
            .addKeyValue("tls", connection.isTls())
            .log("logged in");
        yield new AuthOutcome.Success(principal);
      }
      case SaslStep.Failure(var reason) -> {
        connection.metrics().login(mechanism, reason.name().toLowerCase(Locale.ROOT));
        LOG.atInfo()
            .addKeyValue("remote", connection.remoteHost())
            .addKeyValue("login", nameForLog(login))
            .addKeyValue("mechanism", mechanism)
            .addKeyValue("reason", reason)
            .log("login failed");
        punish(connection, reason);
        yield new AuthOutcome.Failure(reason);
      }
      case SaslStep.Challenge _ -> throw new IllegalStateException("exchange is not over");
    };
  }

  private void punish(Connection connection, AuthFailure reason) {
    switch (reason) {
      case BAD_CREDENTIALS, NOT_ALLOWED -> {
        throttle.failed(connection.remoteAddress().getAddress());
        Pace.sleep(config.failedLoginDelay().toNanos());
      }
      case TOO_MANY_FAILURES -> Pace.sleep(config.failedLoginDelay().toNanos());
      case UNAVAILABLE, MALFORMED, CANCELLED, UNKNOWN_MECHANISM, NEEDS_TLS -> {
        // Says nothing about passwords.
      }
    }
  }

  /// People type their password where the name belongs: only what looks like an address is logged.
  private static String nameForLog(String login) {
    boolean likely = login.indexOf('@') > 0 && login.length() <= MAX_ADDRESS;
    return likely && login.chars().noneMatch(Character::isISOControl) ? login : "";
  }
}
