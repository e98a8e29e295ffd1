package org.posthorn.smtp.policy.milter;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.config.inbound.MilterConfig;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.backend.Deadlines;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.storage.blob.Content;

/// One session's talk with one filter. It connects when it is first asked, and once more at the
/// next MAIL after the connection broke. For the session's thread.
final class MilterConversation implements AutoCloseable {
  private final MilterConfig config;
  private final Deadlines deadlines;
  private final Macros macros;
  private Optional<MilterLink> link = Optional.empty();
  private Stance stance = Stance.IDLE;

  /// Where the two stand.
  enum Stance {
    /// No transaction is under way.
    IDLE,
    /// It hears of a transaction.
    MAIL,
    /// It need not hear more of this transaction.
    MAIL_ACCEPTED,
    /// This transaction's message is to be thrown away.
    MAIL_DISCARDED,
    /// It did not answer in this transaction.
    MAIL_FAILED,
    /// It need not hear more of this session.
    SESSION_ACCEPTED
  }

  MilterConversation(MilterConfig config, Deadlines deadlines, Macros macros) {
    this.config = config;
    this.deadlines = deadlines;
    this.macros = macros;
  }

  Stance stance() {
    return stance;
  }

  /// Whether it has been told who the client is.
  boolean isConnected() {
    return link.isPresent();
  }

  /// Tells who has connected, if that was not told yet.
  ///
  /// @param name the client's, in the DNS, or its address in brackets
  Answer.Decision connect(Client client, String name) throws IOException {
    if (link.isPresent()) {
      return new Answer.Continue();
    }
    MilterLink opened = MilterLink.open(config, deadlines);
    link = Optional.of(opened);
    String family = client.address() instanceof Inet4Address ? "4" : "6";
    byte[] who = AnswerParser.texts(List.of(name));
    byte[] address = AnswerParser.texts(List.of(Macros.text(client.address())));
    byte[] content =
        ByteBuffer.allocate(who.length + 1 + Short.BYTES + address.length)
            .put(who)
            .put(family.getBytes(StandardCharsets.US_ASCII))
            .putShort((short) 0)
            .put(address)
            .array();
    return ofSession(
        opened.ask(
            MilterCommand.CONNECT, macros.connect(client, name), config.commandTimeout(), content));
  }

  /// Tells the client's EHLO name.
  Answer.Decision helo(Client client, String name) throws IOException {
    transactionEnded();
    return ofSession(
        tell(MilterCommand.HELO, macros.helo(client), AnswerParser.texts(List.of(name))));
  }

  private Answer.Decision ofSession(Answer.Decision answer) {
    if (answer instanceof Answer.Accept) {
      stance = Stance.SESSION_ACCEPTED;
    }
    return answer;
  }

  /// Tells that a transaction begins.
  Answer.Decision mail(AtMail context) throws IOException {
    List<String> texts = new ArrayList<>();
    texts.add("<" + context.sender().wire() + ">");
    texts.addAll(parameters(context.parameters()));
    stance = Stance.MAIL;
    return ofMail(tell(MilterCommand.MAIL, macros.mail(context), AnswerParser.texts(texts)));
  }

  private static List<String> parameters(MailParameters parameters) {
    List<String> texts = new ArrayList<>(3);
    parameters.size().ifPresent(size -> texts.add("SIZE=" + size));
    switch (parameters.body()) {
      case BodyType.SEVEN_BIT -> {}
      case BodyType.EIGHT_BIT_MIME -> texts.add("BODY=8BITMIME");
      case BodyType.BINARY_MIME -> texts.add("BODY=BINARYMIME");
    }
    if (parameters.smtpUtf8()) {
      texts.add("SMTPUTF8");
    }
    return texts;
  }

  /// Tells one recipient. A refusal is this recipient's alone.
  Answer.Decision rcpt(AtRcpt context) throws IOException {
    byte[] text = AnswerParser.texts(List.of("<" + context.recipient().wire() + ">"));
    Answer.Decision answer = tell(MilterCommand.RCPT, macros.rcpt(context), text);
    return answer instanceof Answer.Accept || answer instanceof Answer.Discard
        ? ofMail(answer)
        : answer;
  }

  /// Tells that the message is about to come.
  Answer.Decision data() throws IOException {
    return ofMail(tell(MilterCommand.DATA, Map.of(), new byte[0]));
  }

  private Answer.Decision ofMail(Answer.Decision answer) {
    stance =
        switch (answer) {
          case Answer.Continue _, Answer.Skip _ -> stance;
          case Answer.Accept _ -> Stance.MAIL_ACCEPTED;
          case Answer.Discard _ -> Stance.MAIL_DISCARDED;
          // Whatever was refused is over for the filter.
          case Answer.Reject _, Answer.TempFail _, Answer.Refuse _, Answer.HangUp _ -> Stance.IDLE;
        };
    return answer;
  }

  private Answer.Decision tell(MilterCommand command, Map<String, String> values, byte[] content)
      throws IOException {
    Answer.Decision answer = open().ask(command, values, config.commandTimeout(), content);
    if (answer instanceof Answer.Skip) {
      throw new MilterFault("skips what cannot be skipped");
    }
    return answer;
  }

  private MilterLink open() {
    return link.orElseThrow(() -> new IllegalStateException("not connected"));
  }

  /// The header as the filter sees it; empty where it is too large.
  Optional<HeaderFields> header(Content message) {
    return HeaderFields.read(message, open().agreement().keepsLeadingSpace());
  }

  /// Shows the whole message and takes the changes that the filter wants.
  ///
  /// @param sink takes them; they count only where the filter continues or accepts
  Answer.Decision message(AtEndOfData context, HeaderFields header, MilterLink.EditSink sink)
      throws IOException {
    Map<String, String> named = macros.message(context);
    Answer.Decision answer = showHeader(header, named);
    if (answer instanceof Answer.Continue) {
      answer = showBody(context.message(), header.bodyStart());
    }
    if (answer instanceof Answer.Continue) {
      answer = open().end(named, config.endTimeout(), sink);
      if (answer instanceof Answer.Skip) {
        throw new MilterFault("skips what cannot be skipped");
      }
    }
    stance = Stance.IDLE;
    return answer;
  }

  private Answer.Decision showHeader(HeaderFields header, Map<String, String> named)
      throws IOException {
    FieldTeller teller = new FieldTeller();
    header.show(teller);
    return teller.answer instanceof Answer.Continue || teller.answer instanceof Answer.Skip
        ? noSkip(
            open().ask(MilterCommand.END_OF_HEADER, named, config.contentTimeout(), new byte[0]))
        : teller.answer;
  }

  private static Answer.Decision noSkip(Answer.Decision answer) {
    return answer instanceof Answer.Skip ? new Answer.Continue() : answer;
  }

  /// Tells field after field until the filter has heard enough.
  private final class FieldTeller implements HeaderFields.Visitor {
    private Answer.Decision answer = new Answer.Continue();

    @Override
    public boolean field(String name, String value) throws IOException {
      int room = MilterWire.MAX_PIECE - name.length() - 2;
      String shown = value.length() > room ? value.substring(0, room) : value;
      byte[] content = (name + '\0' + shown + '\0').getBytes(StandardCharsets.ISO_8859_1);
      answer = open().ask(MilterCommand.FIELD, Map.of(), config.contentTimeout(), content);
      return answer instanceof Answer.Continue;
    }
  }

  private Answer.Decision showBody(Content message, long start) throws IOException {
    if (!open().agreement().tells(MilterCommand.BODY) || start == message.size()) {
      return new Answer.Continue();
    }
    Duration time = config.contentTimeout();
    byte[] piece = new byte[(int) Math.min(MilterWire.MAX_PIECE, message.size() - start)];
    try (InputStream body = message.stream(start, message.size() - start)) {
      for (int n = body.readNBytes(piece, 0, piece.length);
          n > 0;
          n = body.readNBytes(piece, 0, piece.length)) {
        Answer.Decision answer = open().ask(MilterCommand.BODY, Map.of(), time, piece, n);
        if (!(answer instanceof Answer.Continue)) {
          return noSkip(answer);
        }
      }
    }
    return new Answer.Continue();
  }

  /// The transaction is over, whatever became of it.
  void transactionEnded() {
    boolean underWay = stance == Stance.MAIL;
    if (stance != Stance.SESSION_ACCEPTED) {
      stance = Stance.IDLE;
    }
    if (underWay && link.isPresent()) {
      try {
        link.get().abort();
      } catch (IOException _) {
        broken();
      }
    }
  }

  /// The filter did not answer: nothing more is asked until the next transaction.
  void failed() {
    if (stance == Stance.MAIL) {
      stance = Stance.MAIL_FAILED;
    }
    broken();
  }

  private void broken() {
    link.ifPresent(MilterConversation::close);
    link = Optional.empty();
  }

  private static void close(MilterLink link) {
    try {
      link.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }

  @Override
  public void close() {
    broken();
  }
}
