package org.posthorn.auth.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.posthorn.auth.spf.Mechanism.Prefixes;
import org.posthorn.auth.spf.SpfRecord.Directive;

/// Reads an SPF record (RFC 7208 §4.6.1, §12), all of it: a mistake anywhere spoils the whole.
/// No input makes it throw anything but [SpfFault].
final class SpfParser {
  private static final String VERSION = "v=spf1";

  /// A modifier's name, if an equals sign follows it.
  private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)=(.*)");

  private static final Pattern MECHANISM = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)(.*)");

  /// A name, and how many bits of its addresses count.
  private static final Pattern SIZED = Pattern.compile("(.*?)(?:/(\\d{1,4}))?(?://(\\d{1,4}))?");

  private final List<Directive> directives = new ArrayList<>();
  private Optional<MacroString> redirect = Optional.empty();
  private Optional<MacroString> explanation = Optional.empty();

  private SpfParser() {}

  /// Whether a TXT record is one of these (§4.5).
  static boolean isSpf(String text) {
    return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
        && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
  }

  /// @param text a record for which [#isSpf] holds
  static SpfRecord parse(String text) throws SpfFault {
    SpfParser parser = new SpfParser();
    for (String term : text.substring(VERSION.length()).split(" ")) {
      if (!term.isEmpty()) {
        parser.term(term);
      }
    }
    return new SpfRecord(parser.directives, parser.redirect, parser.explanation);
  }

  private void term(String term) throws SpfFault {
    Matcher modifier = MODIFIER.matcher(term);
    if (modifier.matches()) {
      modifier(modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
      return;
    }
    String bare = Qualifier.isSign(term.charAt(0)) ? term.substring(1) : term;
    Matcher mechanism = MECHANISM.matcher(bare);
    if (!mechanism.matches()) {
      throw unreadable(term);
    }
    directives.add(
        new Directive(
            Qualifier.of(term),
            mechanism(mechanism.group(1).toLowerCase(Locale.ROOT), mechanism.group(2), term),
            term));
  }

  private void modifier(String name, String value) throws SpfFault {
    switch (name) {
      case "redirect" -> redirect = Optional.of(once(redirect, name, value));
      case "exp" -> explanation = Optional.of(once(explanation, name, value));
      default -> MacroParser.string(value); // §6: not known, but not to be garbage either
    }
  }

  private static MacroString once(Optional<MacroString> before, String name, String value)
      throws SpfFault {
    if (before.isPresent()) {
      throw SpfFault.permanent(name + "= twice"); // §6
    }
    return MacroParser.domain(value);
  }

  private static Mechanism mechanism(String name, String rest, String term) throws SpfFault {
    return switch (name) {
      case "all" -> {
        if (!rest.isEmpty()) {
          throw unreadable(term);
        }
        yield new Mechanism.All();
      }
      case "include" -> new Mechanism.Include(MacroParser.domain(argument(rest, term)));
      case "exists" -> new Mechanism.Exists(MacroParser.domain(argument(rest, term)));
      case "ptr" ->
          new Mechanism.Ptr(
              rest.isEmpty()
                  ? Optional.empty()
                  : Optional.of(MacroParser.domain(argument(rest, term))));
      case "a", "mx" -> addresses(name, rest, term);
      case "ip4" -> ip4(argument(rest, term), term);
      case "ip6" -> ip6(argument(rest, term), term);
      default -> throw SpfFault.permanent("no mechanism is called " + name);
    };
  }

  private static String argument(String rest, String term) throws SpfFault {
    if (rest.length() < 2 || rest.charAt(0) != ':') {
      throw unreadable(term);
    }
    return rest.substring(1);
  }

  private static Mechanism addresses(String name, String rest, String term) throws SpfFault {
    Matcher sized = SIZED.matcher(rest);
    if (!sized.matches()) {
      throw unreadable(term);
    }
    String domain = sized.group(1);
    Prefixes prefixes =
        new Prefixes(
            bits(sized.group(2), Prefixes.IP4, term), bits(sized.group(3), Prefixes.IP6, term));
    Optional<MacroString> parsed =
        domain.isEmpty()
            ? Optional.empty()
            : Optional.of(MacroParser.domain(argument(domain, term)));
    return name.equals("a")
        ? new Mechanism.A(parsed, prefixes)
        : new Mechanism.Mx(parsed, prefixes);
  }

  private static Mechanism ip4(String argument, String term) throws SpfFault {
    int slash = argument.indexOf('/');
    String address = slash < 0 ? argument : argument.substring(0, slash);
    byte[] octets = IpRange.ip4(address).orElseThrow(() -> unreadable(term));
    return new Mechanism.Ip(new IpRange(octets, bits(argument, slash, Prefixes.IP4, term)));
  }

  private static Mechanism ip6(String argument, String term) throws SpfFault {
    int slash = argument.indexOf('/');
    String address = slash < 0 ? argument : argument.substring(0, slash);
    byte[] octets = IpRange.ip6(address).orElseThrow(() -> unreadable(term));
    return new Mechanism.Ip(new IpRange(octets, bits(argument, slash, Prefixes.IP6, term)));
  }

  private static int bits(String argument, int slash, int max, String term) throws SpfFault {
    return slash < 0 ? max : bits(argument.substring(slash + 1), max, term);
  }

  /// A number of bits without leading zeros.
  private static int bits(@Nullable String digits, int max, String term) throws SpfFault {
    if (digits == null) {
      return max;
    }
    boolean number = digits.matches("0|[1-9]\\d{0,2}");
    int bits = number ? Integer.parseInt(digits) : -1;
    if (bits < 0 || bits > max) {
      throw unreadable(term);
    }
    return bits;
  }

  private static SpfFault unreadable(String term) {
    return SpfFault.permanent("cannot be read: " + term);
  }
}
