package org.posthorn.imap.wire;

import java.util.List;
import java.util.Optional;
import org.posthorn.storage.mime.Address;
import org.posthorn.storage.mime.Envelope;

/// ENVELOPE as text (RFC 9051 §7.5.2). Header values stay as they were sent.
final class EnvelopeText {
  private EnvelopeText() {}

  static void write(WireBuffer out, Envelope envelope) {
    out.octet('(');
    nstring(out, envelope.date()).octet(' ');
    nstring(out, envelope.subject()).octet(' ');
    addresses(out, envelope.from()).octet(' ');
    addresses(out, envelope.sender()).octet(' ');
    addresses(out, envelope.replyTo()).octet(' ');
    addresses(out, envelope.to()).octet(' ');
    addresses(out, envelope.cc()).octet(' ');
    addresses(out, envelope.bcc()).octet(' ');
    nstring(out, envelope.inReplyTo()).octet(' ');
    nstring(out, envelope.messageId()).octet(')');
  }

  static WireBuffer nstring(WireBuffer out, Optional<String> text) {
    return text.isPresent() ? out.string(text.get()) : out.nil();
  }

  private static WireBuffer addresses(WireBuffer out, List<Address> addresses) {
    if (addresses.isEmpty()) {
      return out.nil();
    }
    out.octet('(');
    for (Address address : addresses) {
      address(out, address);
    }
    return out.octet(')');
  }

  private static void address(WireBuffer out, Address address) {
    out.octet('(');
    switch (address) {
      case Address.Mailbox(var name, var route, var localPart, var host) -> {
        nstring(out, name).octet(' ');
        nstring(out, route).octet(' ');
        // Neither is ever NIL: that would make it a group.
        out.string(localPart).octet(' ').string(host);
      }
      case Address.GroupStart(var name) -> out.latin1("NIL NIL ").string(name).latin1(" NIL");
      case Address.GroupEnd() -> out.latin1("NIL NIL NIL NIL");
    }
    out.octet(')');
  }
}
