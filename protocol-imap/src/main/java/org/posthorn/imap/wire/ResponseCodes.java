package org.posthorn.imap.wire;

import org.posthorn.imap.command.ResponseCode;

/// Response codes as text, without the brackets (RFC 9051 §7.1).
final class ResponseCodes {
  private ResponseCodes() {}

  static void write(WireBuffer out, ResponseCode code) {
    switch (code) {
      case ResponseCode.Simple simple -> out.latin1(simple.name().replace('_', '-'));
      case ResponseCode.BadCharset(var supported) -> {
        out.latin1("BADCHARSET");
        char before = '(';
        for (String charset : supported) {
          out.latin1(before == '(' ? " (" : " ").astring(charset);
          before = ' ';
        }
        out.latin1(supported.isEmpty() ? "" : ")");
      }
      case ResponseCode.Capability(var names) -> out.latin1("CAPABILITY").spacedAtoms(names);
      case ResponseCode.PermanentFlags(var flags, var more) -> {
        out.latin1("PERMANENTFLAGS (");
        boolean any = FlagTexts.all(out, flags, false);
        if (more) {
          out.latin1(any ? " \\*" : "\\*");
        }
        out.octet(')');
      }
      case ResponseCode.UidNext(var value) -> out.latin1("UIDNEXT ").number(value);
      case ResponseCode.UidValidity(var value) -> out.latin1("UIDVALIDITY ").number(value);
      case ResponseCode.Unseen(var number) -> out.latin1("UNSEEN ").number(number);
      case ResponseCode.HighestModSeq(var value) -> out.latin1("HIGHESTMODSEQ ").number(value);
      case ResponseCode.Modified(var messages) -> out.latin1("MODIFIED ").set(messages);
      case ResponseCode.AppendUid(var validity, var uids) ->
          out.latin1("APPENDUID ").number(validity).octet(' ').set(uids);
      case ResponseCode.CopyUid(var validity, var source, var target) ->
          out.latin1("COPYUID ").number(validity).octet(' ').set(source).octet(' ').set(target);
    }
  }
}
