package org.posthorn.auth.spf;

import java.util.StringJoiner;
import java.util.regex.Pattern;

/// Writes Received-SPF (RFC 7208 §9.1). Nothing that a stranger sent can leave its value.
final class ReceivedSpf {
  private static final int MAX_VALUE = 200;
  private static final Pattern DOT_ATOM =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

  private ReceivedSpf() {}

  static String value(SpfOutcome outcome, String receiver) {
    StringJoiner pairs = new StringJoiner("; ");
    pairs.add("receiver=" + quoted(receiver));
    pairs.add("client-ip=" + quoted(outcome.client().getHostAddress()));
    pairs.add("identity=" + outcome.identity().word());
    pairs.add("envelope-from=" + quoted(outcome.sender()));
    pairs.add("helo=" + quoted(outcome.helo()));
    if (!outcome.mechanism().isEmpty()) {
      pairs.add("mechanism=" + quoted(outcome.mechanism()));
    }
    if (!outcome.problem().isEmpty()) {
      pairs.add("problem=" + quoted(outcome.problem()));
    }
    return outcome.result().word() + " " + pairs;
  }

  private static String quoted(String text) {
    String cut = text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) : text;
    if (DOT_ATOM.matcher(cut).matches()) {
      return cut;
    }
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return out.append('"').toString();
  }
}
