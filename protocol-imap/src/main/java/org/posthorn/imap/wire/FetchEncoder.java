package org.posthorn.imap.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mime.Envelope;
import org.posthorn.storage.mime.Part;
import org.posthorn.storage.model.Flags;

/// Writes one FETCH response item by item (RFC 9051 §7.5.2), straight to octets: a mailbox of a
/// hundred thousand messages is told without an object for any of them.
///
/// Got from [ImapEncoder#fetch]; after the items comes [#end]. For one session's thread.
public final class FetchEncoder {
  private static final byte[] FETCH = ascii(" FETCH (");
  private static final byte[] UID = ascii("UID ");
  private static final byte[] FLAGS = ascii("FLAGS (");
  private static final byte[] SIZE = ascii("RFC822.SIZE ");
  private static final byte[] MODSEQ = ascii("MODSEQ (");
  private static final byte[] INTERNALDATE = ascii("INTERNALDATE ");
  private static final byte[] ENVELOPE = ascii("ENVELOPE ");
  private static final byte[] BODY = ascii("BODY ");
  private static final byte[] BODYSTRUCTURE = ascii("BODYSTRUCTURE ");
  private static final byte[] NO_NAME = {};
  private static final int LARGE = 2 * 1024;

  private final WireBuffer out;
  private final OctetSink sink;
  private final Content.Sink content = this::lentOctets;
  private boolean first = true;
  private boolean sent;
  private boolean international;
  private long owed;

  FetchEncoder(WireBuffer out, OctetSink sink) {
    this.out = out;
    this.sink = sink;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  FetchEncoder begin(long sequenceNumber) {
    first = true;
    sent = false;
    owed = 0;
    out.octet('*').octet(' ').number(sequenceNumber).octets(FETCH);
    return this;
  }

  void international(boolean on) {
    international = on;
  }

  long owed() {
    return owed;
  }

  boolean abandon() {
    return !sent;
  }

  private WireBuffer item(byte[] name) {
    if (owed > 0) {
      throw new IllegalStateException(owed + " octets of a literal are missing");
    }
    if (!first) {
      out.octet(' ');
    }
    first = false;
    return out.octets(name);
  }

  /// UID.
  public FetchEncoder uid(long uid) {
    item(UID).number(uid);
    return this;
  }

  /// FLAGS of a message without keywords.
  ///
  /// @param systemBits as in [org.posthorn.storage.model.SystemFlag#bit()]
  /// @param recent whether `\Recent` is among them
  public FetchEncoder flags(int systemBits, boolean recent) {
    item(FLAGS);
    FlagTexts.system(out, systemBits, recent);
    out.octet(')');
    return this;
  }

  /// FLAGS.
  public FetchEncoder flags(Flags flags, boolean recent) {
    item(FLAGS);
    FlagTexts.all(out, flags, recent);
    out.octet(')');
    return this;
  }

  /// RFC822.SIZE.
  public FetchEncoder size(long octets) {
    item(SIZE).number(octets);
    return this;
  }

  /// MODSEQ (RFC 7162 §3.1.4.2).
  public FetchEncoder modSeq(long modSeq) {
    item(MODSEQ).number(modSeq).octet(')');
    return this;
  }

  /// INTERNALDATE, in UTC.
  public FetchEncoder internalDate(Instant date) {
    item(INTERNALDATE);
    DateText.write(out, date);
    return this;
  }

  /// ENVELOPE.
  public FetchEncoder envelope(Envelope envelope) {
    item(ENVELOPE);
    EnvelopeText.write(out, envelope);
    return this;
  }

  /// BODY: the structure without extension data.
  public FetchEncoder body(Part root) {
    item(BODY);
    new StructureText(out, false, international).write(root);
    return this;
  }

  /// BODYSTRUCTURE.
  public FetchEncoder bodyStructure(Part root) {
    item(BODYSTRUCTURE);
    new StructureText(out, true, international).write(root);
    return this;
  }

  /// Octets that do not exist in this message, as `NIL`.
  public FetchEncoder nil(SectionLabel label) {
    label(label).nil();
    return this;
  }

  /// Octets that are in memory.
  public FetchEncoder octets(SectionLabel label, byte[] octets) throws IOException {
    beginOctets(label, octets.length);
    more(octets, 0, octets.length);
    return this;
  }

  /// A slice of stored octets; it goes to the sink as it is read.
  public FetchEncoder octets(SectionLabel label, Content source, long offset, long length)
      throws IOException {
    beginOctets(label, length);
    return more(source, offset, length);
  }

  /// Announces a literal of this size; [#more] must then bring exactly so many octets.
  public FetchEncoder beginOctets(SectionLabel label, long size) {
    label(label).octet('{').number(size).octet('}').crlf();
    owed = size;
    return this;
  }

  /// The next octets of a literal.
  public FetchEncoder more(byte[] octets, int offset, int length) throws IOException {
    if (length > owed) {
      throw new IllegalStateException("more octets than were announced");
    }
    owed -= length;
    if (length >= LARGE) {
      out.drainTo(sink);
      sent = true;
      sink.write(octets, offset, length);
    } else {
      out.octets(octets, offset, length);
      if (out.length() > LARGE) {
        out.drainTo(sink);
        sent = true;
      }
    }
    return this;
  }

  /// The next octets of a literal, from the store.
  public FetchEncoder more(Content source, long offset, long length) throws IOException {
    if (length > 0) {
      try {
        source.writeTo(offset, length, content);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return this;
  }

  private void lentOctets(byte[] octets, int offset, int length) {
    try {
      more(octets, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WireBuffer label(SectionLabel label) {
    item(NO_NAME);
    label.writeTo(out);
    return out.octet(' ');
  }

  /// Ends the response.
  public void end() throws IOException {
    if (owed > 0) {
      throw new IllegalStateException(owed + " octets of a literal are missing");
    }
    out.octet(')').crlf();
    out.drainTo(sink);
  }
}
