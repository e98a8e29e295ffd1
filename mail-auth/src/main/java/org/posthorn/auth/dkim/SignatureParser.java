package org.posthorn.auth.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthorn.auth.body.BodyCanonicalization;
import org.posthorn.auth.header.HeaderCanonicalization;
import org.posthorn.auth.header.TagList;

/// Reads the tags of a signature (RFC 6376 §3.5). What is wrong with them ends as a
/// [SignatureFault].
final class SignatureParser {
  /// Header fields that `h=` may list.
  static final int MAX_HEADERS = 1000;

  private static final int MAX_DIGITS = 76;
  private static final int LONG_DIGITS = 18;

  private final TagList tags;

  private SignatureParser(TagList tags) {
    this.tags = tags;
  }

  /// A DKIM-Signature.
  static DkimSignature dkim(TagList tags) throws FaultException {
    SignatureParser parser = new SignatureParser(tags);
    if (!parser.need("v").equals("1")) {
      throw FaultException.permanent("unknown version");
    }
    DkimSignature signature = parser.parse();
    if (!signature.headers().contains("from")) {
      throw FaultException.permanent("From is not signed"); // RFC 6376 §5.4
    }
    return signature;
  }

  /// An ARC-Message-Signature: it has no version, and `i=` means something else (RFC 8617 §4.1.2).
  static DkimSignature arc(TagList tags) throws FaultException {
    if (tags.get("v").isPresent()) {
      throw FaultException.permanent("v= in a signature without version");
    }
    return new SignatureParser(tags).parse();
  }

  private DkimSignature parse() throws FaultException {
    KeyType keyType = algorithm(need("a"));
    String domain = domain(need("d"));
    String[] forms = tags.get("c").orElse("simple/simple").toLowerCase(Locale.ROOT).split("/", -1);
    boolean isArc = tags.get("v").isEmpty();
    queryMethods();
    Optional<Instant> signedAt = time("t");
    Optional<Instant> expires = time("x");
    if (signedAt.isPresent() && expires.isPresent() && !expires.get().isAfter(signedAt.get())) {
      throw FaultException.permanent("expires before it was made");
    }
    return new DkimSignature(
        keyType,
        base64("b"),
        base64("bh"),
        headerForm(forms),
        bodyForm(forms),
        domain,
        selector(need("s")),
        headers(need("h")),
        isArc ? "@" + domain : identity(domain),
        number("l"),
        signedAt,
        expires);
  }

  private String need(String tag) throws FaultException {
    return tags.get(tag)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> FaultException.permanent("no " + tag + "="));
  }

  static KeyType algorithm(String word) throws FaultException {
    for (KeyType type : KeyType.values()) {
      if (type.algorithm().equalsIgnoreCase(word)) {
        return type;
      }
    }
    if (word.equalsIgnoreCase("rsa-sha1")) {
      // RFC 8301 §3.1
      throw new FaultException(SignatureFault.policy("rsa-sha1 is not accepted"));
    }
    throw FaultException.permanent("unknown algorithm");
  }

  private byte[] base64(String tag) throws FaultException {
    need(tag);
    return base64Value(tags, tag);
  }

  static byte[] base64Value(TagList tags, String tag) throws FaultException {
    try {
      byte[] bytes = Base64.getDecoder().decode(tags.compact(tag).orElse(""));
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw FaultException.permanent(tag + "= is not base 64");
  }

  static String domain(String text) throws FaultException {
    return DomainNames.ascii(text)
        .filter(name -> name.indexOf('.') > 0)
        .orElseThrow(() -> FaultException.permanent("d= is not a domain"));
  }

  static String selector(String text) throws FaultException {
    return DomainNames.ascii(text)
        .orElseThrow(() -> FaultException.permanent("s= is not a selector"));
  }

  private static HeaderCanonicalization headerForm(String[] forms) throws FaultException {
    if (forms.length > 2) {
      throw FaultException.permanent("unknown canonicalization");
    }
    return switch (forms[0].strip()) {
      case "simple" -> HeaderCanonicalization.SIMPLE;
      case "relaxed" -> HeaderCanonicalization.RELAXED;
      default -> throw FaultException.permanent("unknown canonicalization");
    };
  }

  private static BodyCanonicalization bodyForm(String[] forms) throws FaultException {
    return switch (forms.length < 2 ? "simple" : forms[1].strip()) {
      case "simple" -> BodyCanonicalization.SIMPLE;
      case "relaxed" -> BodyCanonicalization.RELAXED;
      default -> throw FaultException.permanent("unknown canonicalization");
    };
  }

  private static List<String> headers(String text) throws FaultException {
    List<String> names = new ArrayList<>();
    for (String part : TagList.withoutBlanks(text).toLowerCase(Locale.ROOT).split(":", -1)) {
      if (part.isEmpty() || names.size() == MAX_HEADERS) {
        throw FaultException.permanent("h= is not a list of header fields");
      }
      names.add(part);
    }
    return names;
  }

  /// RFC 6376 §3.5: `i=` must be in the domain of `d=` or below it.
  private String identity(String domain) throws FaultException {
    Optional<String> text = tags.compact("i");
    if (text.isEmpty()) {
      return "@" + domain;
    }
    String identity = QuotedPrintable.decode(text.get());
    int at = identity.lastIndexOf('@');
    Optional<String> host = DomainNames.ascii(identity.substring(at + 1));
    if (at < 0 || host.isEmpty() || !DomainNames.isWithin(host.get(), domain)) {
      throw FaultException.permanent("i= is not within d=");
    }
    return identity.substring(0, at + 1) + host.get();
  }

  private void queryMethods() throws FaultException {
    Optional<String> methods = tags.compact("q");
    if (methods.isPresent()
        && Arrays.stream(methods.get().split(":", -1)).noneMatch("dns/txt"::equalsIgnoreCase)) {
      throw FaultException.permanent("unknown query method");
    }
  }

  private OptionalLong number(String tag) throws FaultException {
    Optional<String> text = tags.get(tag);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    String digits = text.get();
    boolean good =
        !digits.isEmpty()
            && digits.length() <= MAX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!good) {
      throw FaultException.permanent(tag + "= is not a number");
    }
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return OptionalLong.of(
        significant.length() > LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant));
  }

  private Optional<Instant> time(String tag) throws FaultException {
    OptionalLong seconds = number(tag);
    return seconds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Instant.ofEpochSecond(Math.min(seconds.getAsLong(), Instant.MAX.getEpochSecond())));
  }
}
