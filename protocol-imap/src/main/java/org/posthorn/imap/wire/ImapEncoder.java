package org.posthorn.imap.wire;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.command.ListAttribute;
import org.posthorn.imap.command.ListSelection;
import org.posthorn.imap.command.NumberKind;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.SearchReturn;
import org.posthorn.imap.command.StatusItem;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.UidSet;

/// Writes responses (RFC 9051 §7). Each response is whole in the sink when the call returns.
///
/// The only place, with [FetchEncoder], that knows quoting, literals and modified UTF-7: values may
/// hold anything, no line ends early. For one session's thread; between calls it holds at most a
/// kilobyte.
public final class ImapEncoder {
  private final OctetSink sink;
  private final WireBuffer out = new WireBuffer();
  private final FetchEncoder fetch;
  private boolean utf8Names;

  public ImapEncoder(OctetSink sink) {
    this.sink = sink;
    this.fetch = new FetchEncoder(out, sink);
  }

  /// Sets whether mailbox names are told in UTF-8 from now on and not in modified UTF-7 (RFC 6855
  /// §3, RFC 9051 §5.1).
  public void utf8Names(boolean on) {
    utf8Names = on;
    fetch.international(on);
  }

  /// Begins a FETCH response; [FetchEncoder#end] must follow before anything else is written.
  ///
  /// @return the same object each time
  public FetchEncoder fetch(long sequenceNumber) {
    out.clear();
    return fetch.begin(sequenceNumber);
  }

  /// Octets of a literal that were announced and not written yet. Greater than 0 after a failure,
  /// the connection has to be closed: the client waits for these octets.
  public long owedOctets() {
    return fetch.owed();
  }

  /// Forgets a FETCH response that was begun and could not be ended; of use only while
  /// [#owedOctets] is 0 and nothing of it was sent.
  ///
  /// @return false if some of it was sent already, so that the connection has to be closed
  public boolean abandonFetch() {
    out.clear();
    return fetch.abandon();
  }

  /// Writes a response.
  public void write(ImapResponse response) throws IOException {
    out.clear();
    encode(response);
    out.crlf();
    out.drainTo(sink);
    if (response instanceof ImapResponse.Completed) {
      out.trim();
    }
  }

  private void encode(ImapResponse response) {
    switch (response) {
      case ImapResponse.Completed(var tag, var outcome, var code, var text) ->
          condition(tag.value(), outcome.name(), code, text);
      case ImapResponse.Notice(var kind, var code, var text) ->
          condition("*", kind.name(), code, text);
      case ImapResponse.Continue(var text) -> out.latin1("+ ").safeText(text);
      case ImapResponse.Challenge(var base64) -> out.latin1("+ ").safeText(base64);
      case ImapResponse.Capabilities(var names) -> out.latin1("* CAPABILITY").spacedAtoms(names);
      case ImapResponse.Enabled(var names) -> out.latin1("* ENABLED").spacedAtoms(names);
      case ImapResponse.Listed listed -> listed(listed);
      case ImapResponse.Separator(var subscribed) ->
          out.latin1(subscribed ? "* LSUB" : "* LIST").latin1(" (\\Noselect) \"/\" \"\"");
      case ImapResponse.PersonalNamespace() ->
          out.latin1("* NAMESPACE ((\"\" \"/\")) NIL NIL"); // RFC 2342 §5
      case ImapResponse.MailboxStatus(var mailbox, var values) -> status(mailbox, values);
      case ImapResponse.SearchResult result -> searchResult(result);
      case ImapResponse.ExtendedSearchResult result -> extendedSearchResult(result);
      case ImapResponse.MailboxFlags(var flags) -> {
        out.latin1("* FLAGS (");
        FlagTexts.all(out, flags, false);
        out.octet(')');
      }
      case ImapResponse.Exists(var count) -> counted(count, " EXISTS");
      case ImapResponse.Recent(var count) -> counted(count, " RECENT");
      case ImapResponse.Expunged(var number) -> counted(number, " EXPUNGE");
      case ImapResponse.Vanished(var earlier, var uids) ->
          out.latin1(earlier ? "* VANISHED (EARLIER) " : "* VANISHED ").set(uids);
      case ImapResponse.ServerId(var fields) -> serverId(fields);
    }
  }

  private void counted(long number, String what) {
    out.latin1("* ").number(number).latin1(what);
  }

  private void condition(String tag, String condition, Optional<ResponseCode> code, String text) {
    out.latin1(tag).octet(' ').latin1(condition).octet(' ');
    if (code.isPresent()) {
      out.octet('[');
      ResponseCodes.write(out, code.get());
      out.latin1("] ");
    } else if (text.startsWith("[")) {
      out.octet(' '); // else a client would take the text for a code
    }
    out.safeText(text.isEmpty() ? condition : text);
  }

  private void listed(ImapResponse.Listed listed) {
    out.latin1(listed.subscribedOnly() ? "* LSUB (" : "* LIST (");
    boolean first = true;
    for (ListAttribute attribute : listed.attributes()) {
      out.latin1(first ? "" : " ").latin1(attribute.wireName());
      first = false;
    }
    out.latin1(") \"/\" ");
    mailbox(listed.name());
    if (!listed.childInfo().isEmpty() || listed.oldName().isPresent()) {
      out.latin1(" (");
      extendedItems(listed);
      out.octet(')');
    }
  }

  /// RFC 5258 §6 `mbox-list-extended`.
  private void extendedItems(ImapResponse.Listed listed) {
    if (!listed.childInfo().isEmpty()) {
      out.latin1("\"CHILDINFO\" (");
      boolean first = true;
      for (ListSelection option : ListSelection.values()) {
        if (listed.childInfo().contains(option)) {
          out.latin1(first ? "\"" : " \"").latin1(wireName(option.name())).octet('"');
          first = false;
        }
      }
      out.octet(')');
    }
    if (listed.oldName().isPresent()) {
      out.latin1(listed.childInfo().isEmpty() ? "\"OLDNAME\" (" : " \"OLDNAME\" (");
      mailbox(listed.oldName().get());
      out.octet(')');
    }
  }

  private static String wireName(String constant) {
    return constant.replace('_', '-').toUpperCase(Locale.ROOT);
  }

  private void mailbox(MailboxName name) {
    String text = name.toString();
    String encoded = ModifiedUtf7.encode(text);
    if (utf8Names && !encoded.equals(text)) {
      out.quotedUtf8(text);
    } else {
      out.astring(encoded);
    }
  }

  private void status(MailboxName mailbox, Map<StatusItem, Long> values) {
    out.latin1("* STATUS ");
    mailbox(mailbox);
    out.latin1(" (");
    boolean first = true;
    for (Map.Entry<StatusItem, Long> value : values.entrySet()) {
      out.latin1(first ? "" : " ").latin1(value.getKey().name()).octet(' ');
      out.number(value.getValue());
      first = false;
    }
    out.octet(')');
  }

  private void searchResult(ImapResponse.SearchResult result) {
    out.latin1("* SEARCH");
    for (UidSet.Range range : result.numbers().ranges()) {
      for (long number = range.first(); number <= range.last(); number++) {
        out.octet(' ').number(number);
      }
    }
    if (result.modSeq().isPresent()) { // RFC 7162 §3.1.5
      out.latin1(" (MODSEQ ").number(result.modSeq().getAsLong()).octet(')');
    }
  }

  private void extendedSearchResult(ImapResponse.ExtendedSearchResult result) {
    out.latin1("* ESEARCH (TAG ").string(result.tag().value()).octet(')');
    if (result.kind() == NumberKind.UID) {
      out.latin1(" UID");
    }
    UidSet numbers = result.numbers();
    if (!numbers.isEmpty()) { // RFC 4731 §3.1: without matches only COUNT is told
      if (result.options().contains(SearchReturn.Option.MIN)) {
        out.latin1(" MIN ").number(numbers.ranges().getFirst().first());
      }
      if (result.options().contains(SearchReturn.Option.MAX)) {
        out.latin1(" MAX ").number(numbers.ranges().getLast().last());
      }
      if (result.options().contains(SearchReturn.Option.ALL)) {
        out.latin1(" ALL ").set(numbers);
      }
    }
    if (result.options().contains(SearchReturn.Option.COUNT)) {
      out.latin1(" COUNT ").number(numbers.size());
    }
    if (result.modSeq().isPresent()) {
      out.latin1(" MODSEQ ").number(result.modSeq().getAsLong());
    }
  }

  private void serverId(Map<String, String> fields) {
    out.latin1("* ID ");
    if (fields.isEmpty()) {
      out.nil();
      return;
    }
    char before = '(';
    for (Map.Entry<String, String> field : fields.entrySet()) {
      out.octet(before).octet('"').safeText(unquotable(field.getKey())).latin1("\" ");
      out.octet('"').safeText(unquotable(field.getValue())).octet('"');
      before = ' ';
    }
    out.octet(')');
  }

  private static String unquotable(String text) {
    return text.replace('"', '\'').replace('\\', '/');
  }
}
