package org.posthorn.imap.wire;

import java.util.List;
import org.posthorn.storage.mime.Disposition;
import org.posthorn.storage.mime.MimeFields;
import org.posthorn.storage.mime.Parameter;
import org.posthorn.storage.mime.Part;

/// BODY and BODYSTRUCTURE as text (RFC 9051 §7.5.2). Recursion is as deep as the message's tree,
/// which the scanner bounds.
///
/// @param extended whether extension data is told (BODYSTRUCTURE)
/// @param international whether the client knows `message/global` as a kind of message
record StructureText(WireBuffer out, boolean extended, boolean international) {

  void write(Part part) {
    out.octet('(');
    switch (part) {
      case Part.Leaf leaf -> leaf(leaf);
      case Part.EmbeddedMessage message -> message(message);
      case Part.Multipart multipart -> multipart(multipart);
    }
    out.octet(')');
  }

  private void leaf(Part.Leaf part) {
    basic(part);
    if (part.mime().type().equals("text")) {
      out.octet(' ').number(part.lines());
    }
    single(part.mime());
  }

  private void message(Part.EmbeddedMessage part) {
    basic(part);
    // RFC 3501 knows only message/rfc822; RFC 9051 §9 `media-message` adds message/global.
    if (part.mime().subtype().equals("rfc822") || international) {
      out.octet(' ');
      EnvelopeText.write(out, part.envelope());
      out.octet(' ');
      write(part.content());
      out.octet(' ').number(part.lines());
    }
    single(part.mime());
  }

  private void multipart(Part.Multipart multipart) {
    multipart.parts().forEach(this::write);
    MimeFields mime = multipart.mime();
    out.octet(' ').string(mime.subtype());
    if (extended) {
      out.octet(' ');
      parameters(mime.parameters());
      dispositionAndRest(mime);
    }
  }

  /// `body-type-basic` up to the octets.
  private void basic(Part part) {
    MimeFields mime = part.mime();
    out.string(mime.type()).octet(' ').string(mime.subtype()).octet(' ');
    parameters(mime.parameters());
    out.octet(' ');
    EnvelopeText.nstring(out, mime.id()).octet(' ');
    EnvelopeText.nstring(out, mime.description()).octet(' ');
    out.string(mime.transferEncoding()).octet(' ').number(part.octets());
  }

  /// `body-ext-1part`.
  private void single(MimeFields mime) {
    if (extended) {
      out.octet(' ');
      EnvelopeText.nstring(out, mime.md5());
      dispositionAndRest(mime);
    }
  }

  private void dispositionAndRest(MimeFields mime) {
    out.octet(' ');
    if (mime.disposition().isPresent()) {
      Disposition disposition = mime.disposition().get();
      out.octet('(').string(disposition.type()).octet(' ');
      parameters(disposition.parameters());
      out.octet(')');
    } else {
      out.nil();
    }
    out.octet(' ');
    strings(mime.languages());
    out.octet(' ');
    EnvelopeText.nstring(out, mime.location());
  }

  private void parameters(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      out.nil();
      return;
    }
    char before = '(';
    for (Parameter parameter : parameters) {
      out.octet(before).string(parameter.name()).octet(' ').string(parameter.value());
      before = ' ';
    }
    out.octet(')');
  }

  private void strings(List<String> strings) {
    if (strings.isEmpty()) {
      out.nil();
      return;
    }
    char before = '(';
    for (String string : strings) {
      out.octet(before).string(string);
      before = ' ';
    }
    out.octet(')');
  }
}
