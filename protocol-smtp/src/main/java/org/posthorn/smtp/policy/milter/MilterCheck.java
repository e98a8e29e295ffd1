package org.posthorn.smtp.policy.milter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.config.inbound.MilterConfig;
import org.posthorn.config.inbound.MilterMail;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Findings;
import org.posthorn.smtp.policy.Phase;
import org.posthorn.smtp.policy.PhaseContext;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.Rewrite;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtData;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;
import org.posthorn.smtp.policy.SmtpPolicy.AtHelo;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.Trust;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.smtp.policy.backend.Backend;
import org.posthorn.smtp.policy.milter.MilterConversation.Stance;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.model.StorageException;

/// Asks one filter in every phase. What it says before MAIL is said of the client; while it cannot
/// be reached there, the mail is not refused yet: MAIL tries again. Thread-safe.
public final class MilterCheck {
  private static final Reply REJECTED = Reply.of(550, 7, 1, "Refused by a filter");
  private static final Reply LATER = Reply.of(451, 7, 1, "A filter wants you to try again later");
  private static final Reply HEADER_TOO_LARGE =
      Reply.of(554, 6, 0, "The header is too large to be checked");

  private final MilterConfig config;
  private final MilterServices services;
  private final Backend backend;
  private final Macros macros;
  private final Reply goodbye;

  /// @param config where the filter is and what it is asked
  /// @param backend knows whether it works
  public MilterCheck(MilterConfig config, MilterServices services, Backend backend) {
    this.config = config;
    this.services = services;
    this.backend = backend;
    this.macros = new Macros(services.hostname());
    this.goodbye =
        Reply.of(421, 7, 0, services.hostname() + " A filter ends this session; come again later");
  }

  /// The conversations of a session, by the name of the filter.
  private record Conversations(Map<String, MilterConversation> byName) {}

  /// Has it asked in every phase.
  public void addTo(PolicyChecks.Part part) {
    part.connect(this::connect)
        .helo(this::helo)
        .mail(this::mail)
        .rcpt(this::rcpt)
        .data(this::data)
        .endOfData(this::endOfData);
  }

  private Verdict connect(AtConnect context) {
    return concerns(context)
        ? ask(context, talk -> talk.connect(context.client(), name(context)))
        : Verdict.ACCEPT;
  }

  private Verdict helo(AtHelo context) {
    return concerns(context)
        ? ask(context, talk -> hello(talk, context, context.identity().helo()))
        : Verdict.ACCEPT;
  }

  private Answer.Decision hello(MilterConversation talk, PhaseContext context, String helo)
      throws IOException {
    Answer.Decision answer = talk.connect(context.client(), name(context));
    return answer instanceof Answer.Continue ? talk.helo(context.client(), helo) : answer;
  }

  private Verdict mail(AtMail context) {
    if (!concerns(context)) {
      return Verdict.ACCEPT;
    }
    MilterConversation talk = talk(context.scope());
    context.scope().closeAtEnd(talk::transactionEnded);
    return ask(
        context,
        asked -> {
          boolean waited = asked.isConnected();
          try {
            return begin(asked, context);
          } catch (MilterFault fault) {
            throw fault;
          } catch (IOException gone) {
            if (!waited) {
              throw gone;
            }
            asked.failed(); // it was started anew since the last message
            return begin(asked, context);
          }
        });
  }

  private Answer.Decision begin(MilterConversation talk, AtMail context) throws IOException {
    Answer.Decision answer =
        talk.isConnected()
            ? new Answer.Continue()
            : hello(talk, context, context.identity().helo());
    return answer instanceof Answer.Continue ? talk.mail(context) : answer;
  }

  private Verdict rcpt(AtRcpt context) {
    return inTransaction(context, talk -> talk.rcpt(context));
  }

  private Verdict data(AtData context) {
    return inTransaction(context, MilterConversation::data);
  }

  private Verdict endOfData(AtEndOfData context) {
    if (context.envelope().recipients().isEmpty()) {
      return Verdict.ACCEPT; // another filter has thrown it away
    }
    return switch (talk(context.scope()).stance()) {
      case MAIL_DISCARDED -> discarded(context);
      case MAIL -> judge(context);
      case IDLE, MAIL_ACCEPTED, MAIL_FAILED, SESSION_ACCEPTED -> inTransaction(context, NOTHING);
    };
  }

  private Verdict judge(AtEndOfData context) {
    MilterConversation talk = talk(context.scope());
    Optional<HeaderFields> header = talk.header(context.message());
    if (header.isEmpty()) {
      return new Verdict.Reject(HEADER_TOO_LARGE);
    }
    try (ChangedMessage changes = new ChangedMessage(context.inHand(), header.get(), services)) {
      Answer.Decision answer = talk.message(context, header.get(), changes);
      backend.worked();
      return switch (answer) {
        case Answer.Continue _, Answer.Accept _ -> changed(context, changes);
        case Answer.Discard _ -> discarded(context);
        case Answer.Reject _, Answer.TempFail _, Answer.Refuse _, Answer.Skip _, Answer.HangUp _ ->
            verdict(answer);
      };
    } catch (IOException | UncheckedIOException | StorageException e) {
      talk.failed();
      return backend.failed(why(e));
    }
  }

  private static Verdict changed(AtEndOfData context, ChangedMessage changes) {
    Findings findings = changes.findings(context.scope()::closeAtEnd);
    return findings.equals(Findings.NONE)
        ? new Verdict.Note(changes.words())
        : new Verdict.Found(findings, changes.words());
  }

  private static Verdict discarded(AtEndOfData context) {
    Envelope envelope = context.envelope();
    Envelope nobody = new Envelope(envelope.sender(), envelope.parameters(), List.of());
    Rewrite rewrite = new Rewrite(context.inHand().body(), nobody);
    return new Verdict.Found(
        new Findings(List.of(), Optional.empty(), Optional.of(rewrite)), "discarded");
  }

  /// A question to the filter.
  @FunctionalInterface
  private interface Question {
    Answer.Decision ask(MilterConversation talk) throws IOException;
  }

  private static final Question NOTHING = _ -> new Answer.Continue();

  private Verdict inTransaction(PhaseContext context, Question question) {
    return switch (talk(context.scope()).stance()) {
      case MAIL -> ask(context, question);
      case MAIL_FAILED -> backend.missing();
      case IDLE, MAIL_ACCEPTED, MAIL_DISCARDED, SESSION_ACCEPTED -> Verdict.ACCEPT;
    };
  }

  private Verdict ask(PhaseContext context, Question question) {
    MilterConversation talk = talk(context.scope());
    if (talk.stance() == Stance.SESSION_ACCEPTED) {
      return Verdict.ACCEPT;
    }
    try {
      Answer.Decision answer = question.ask(talk);
      backend.worked();
      return verdict(answer);
    } catch (IOException e) {
      talk.failed();
      Verdict failure = backend.failed(why(e));
      boolean tooEarly = context.phase() == Phase.CONNECT || context.phase() == Phase.HELO;
      return tooEarly ? new Verdict.Note("not asked") : failure;
    }
  }

  private Verdict verdict(Answer.Decision answer) {
    return switch (answer) {
      case Answer.Continue _, Answer.Skip _ -> Verdict.ACCEPT;
      case Answer.Accept _ -> new Verdict.Note("accepted");
      case Answer.Discard _ -> new Verdict.Note("to be discarded");
      case Answer.Reject _ -> new Verdict.Reject(REJECTED);
      case Answer.TempFail _ -> new Verdict.Defer(LATER);
      case Answer.Refuse(Reply reply) -> Verdict.refuse(reply);
      case Answer.HangUp _ -> new Verdict.Defer(goodbye);
    };
  }

  private static String why(Exception failure) {
    return Optional.ofNullable(failure.getMessage()).orElse("hung up");
  }

  private boolean concerns(PhaseContext context) {
    MilterMail whose =
        context.client().role() == Role.SUBMISSION
            ? MilterMail.USERS
            : context.scope().trust() == Trust.TRUSTED ? MilterMail.TRUSTED : MilterMail.STRANGERS;
    return config.mail().contains(whose);
  }

  private MilterConversation talk(Scope scope) {
    Scope session = scope.ofSession();
    Conversations all =
        session
            .find(Conversations.class)
            .orElseGet(
                () -> session.keep(Conversations.class, new Conversations(new HashMap<>(2))));
    return all.byName()
        .computeIfAbsent(
            config.name(),
            _ -> {
              var talk = new MilterConversation(config, services.deadlines(), macros);
              session.closeAtEnd(talk);
              return talk;
            });
  }

  /// The client's name in the DNS, or its address in brackets.
  private String name(PhaseContext context) {
    Client client = context.client();
    InetAddress address = client.address();
    if (address.isLoopbackAddress()) {
      return "localhost";
    }
    Set<String> names = services.names().of(address, context.scope().ofSession());
    return names.stream().sorted().findFirst().orElse("[" + Macros.text(address) + "]");
  }
}
