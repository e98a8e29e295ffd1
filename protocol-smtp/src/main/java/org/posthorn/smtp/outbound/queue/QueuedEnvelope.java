package org.posthorn.smtp.outbound.queue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.Handling;
import org.posthorn.smtp.command.Handling.DeliverBy;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.MailParameters.DsnReturn;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.RcptParameters.Notify;
import org.posthorn.smtp.command.RcptParameters.OriginalRecipient;

/// What an entry of the queue keeps of its envelope, beside sender and recipient. Immutable.
///
/// The stored form is a version, then fields of tag, length and value; fields of unknown tags are
/// passed over, so that an older program reads what a newer one wrote. No octets at all mean an
/// envelope without parameters.
///
/// @param mail parameters of MAIL; SIZE and a hold are not kept
/// @param rcpt parameters of RCPT
/// @param reportable whether the sender may get reports
/// @param submitted whether a user here sent it
/// @param tlsOptional whether the message says `TLS-Required: No` (RFC 8689 §5)
public record QueuedEnvelope(
    MailParameters mail,
    RcptParameters rcpt,
    boolean reportable,
    boolean submitted,
    boolean tlsOptional) {
  /// No parameters.
  public static final QueuedEnvelope PLAIN =
      new QueuedEnvelope(MailParameters.NONE, RcptParameters.NONE, true, false, false);

  private static final int VERSION = 1;
  private static final int MAX_FIELD = 64 * 1024;

  /// Tags are never used again for something else.
  private static final int BODY = 1;

  private static final int UTF8 = 2;
  private static final int RET = 3;
  private static final int ENVID = 4;
  private static final int AUTH = 5;
  private static final int NOTIFY = 6;
  private static final int ORCPT_TYPE = 7;
  private static final int ORCPT_ADDRESS = 8;
  private static final int NOT_REPORTABLE = 9;
  private static final int REQUIRE_TLS = 10;
  private static final int PRIORITY = 11;
  private static final int BY = 12;
  private static final int SUBMITTED = 13;
  private static final int TLS_OPTIONAL = 14;

  /// The stored form.
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      text(out, BODY, mail.body() == BodyType.SEVEN_BIT ? "" : mail.body().name());
      flag(out, UTF8, mail.smtpUtf8());
      text(out, RET, mail.ret().map(DsnReturn::name).orElse(""));
      text(out, ENVID, mail.envid().orElse(""));
      text(out, AUTH, mail.auth().orElse(""));
      text(out, NOTIFY, String.join(",", rcpt.notifyOn().stream().map(Notify::name).toList()));
      text(out, ORCPT_TYPE, rcpt.originalRecipient().map(OriginalRecipient::type).orElse(""));
      text(out, ORCPT_ADDRESS, rcpt.originalRecipient().map(OriginalRecipient::address).orElse(""));
      flag(out, NOT_REPORTABLE, !reportable);
      Handling handling = mail.handling();
      flag(out, REQUIRE_TLS, handling.requireTls());
      text(out, PRIORITY, handling.priority() == 0 ? "" : Integer.toString(handling.priority()));
      text(out, BY, handling.deliverBy().map(QueuedEnvelope::by).orElse(""));
      flag(out, SUBMITTED, submitted);
      flag(out, TLS_OPTIONAL, tlsOptional);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static String by(DeliverBy by) {
    return by.seconds() + ";" + by.mode().name() + ";" + by.trace();
  }

  private static void flag(DataOutputStream out, int tag, boolean value) throws IOException {
    if (value) {
      out.writeByte(tag);
      out.writeInt(0);
    }
  }

  private static void text(DataOutputStream out, int tag, String value) throws IOException {
    if (!value.isEmpty()) {
      byte[] octets = value.getBytes(StandardCharsets.UTF_8);
      out.writeByte(tag);
      out.writeInt(octets.length);
      out.write(octets);
    }
  }

  /// Reads the stored form.
  ///
  /// @throws IllegalArgumentException where it is damaged or of a later version
  public static QueuedEnvelope decode(byte[] stored) {
    if (stored.length == 0) {
      return PLAIN;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException("a queued envelope of version " + version);
      }
      Reader reader = new Reader();
      while (in.available() > 0) {
        int tag = in.readUnsignedByte();
        int length = in.readInt();
        if (length < 0 || length > MAX_FIELD) {
          throw new IllegalArgumentException("a queued envelope is damaged");
        }
        byte[] value = new byte[length];
        in.readFully(value);
        reader.field(tag, new String(value, StandardCharsets.UTF_8));
      }
      return reader.result();
    } catch (IOException e) {
      throw new IllegalArgumentException("a queued envelope is damaged", e);
    }
  }

  /// Collects fields.
  private static final class Reader {
    private BodyType body = BodyType.SEVEN_BIT;
    private boolean utf8;
    private Optional<DsnReturn> ret = Optional.empty();
    private Optional<String> envid = Optional.empty();
    private Optional<String> auth = Optional.empty();
    private final Set<Notify> notifyOn = EnumSet.noneOf(Notify.class);
    private String orcptType = "";
    private String orcptAddress = "";
    private Handling handling = Handling.NONE;
    private boolean reportable = true;
    private boolean submitted;
    private boolean tlsOptional;

    void field(int tag, String value) {
      switch (tag) {
        case BODY -> body = BodyType.valueOf(value);
        case UTF8 -> utf8 = true;
        case RET -> ret = Optional.of(DsnReturn.valueOf(value));
        case ENVID -> envid = Optional.of(value);
        case AUTH -> auth = Optional.of(value);
        case NOTIFY -> {
          for (String word : value.split(",")) {
            notifyOn.add(Notify.valueOf(word));
          }
        }
        case ORCPT_TYPE -> orcptType = value;
        case ORCPT_ADDRESS -> orcptAddress = value;
        case NOT_REPORTABLE -> reportable = false;
        case REQUIRE_TLS -> handling = handling.withRequireTls();
        case PRIORITY -> handling = handling.withPriority(Integer.parseInt(value));
        case BY -> handling = handling.withDeliverBy(deliverBy(value));
        case SUBMITTED -> submitted = true;
        case TLS_OPTIONAL -> tlsOptional = true;
        default -> {
          // of a later program
        }
      }
    }

    private static DeliverBy deliverBy(String value) {
      String[] parts = value.split(";");
      return new DeliverBy(
          Long.parseLong(parts[0]),
          DeliverBy.Mode.valueOf(parts[1]),
          Boolean.parseBoolean(parts[2]));
    }

    QueuedEnvelope result() {
      Optional<OriginalRecipient> original =
          orcptType.isEmpty()
              ? Optional.empty()
              : Optional.of(new OriginalRecipient(orcptType, orcptAddress));
      return new QueuedEnvelope(
          new MailParameters(OptionalLong.empty(), body, utf8, ret, envid, auth, handling),
          new RcptParameters(notifyOn, original),
          reportable,
          submitted,
          tlsOptional);
    }
  }
}
