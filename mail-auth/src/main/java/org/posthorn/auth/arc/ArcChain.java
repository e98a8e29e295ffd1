package org.posthorn.auth.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.auth.dkim.DkimSignature;
import org.posthorn.auth.dkim.SealSignature;
import org.posthorn.auth.dkim.SealSignature.Reading;
import org.posthorn.auth.dkim.SignatureField;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderField;
import org.posthorn.auth.header.TagList;

/// The chain that a header shows, read but not verified (RFC 8617 §4.2, §5.2 steps 1 to 3).
/// Immutable.
///
/// @param sets from instance 1 on, without a gap; empty where there is no chain, or a problem
/// @param problem what is wrong with its form; empty where it is sound
/// @param highest the highest instance of any field; 0 where there is none that can be read
record ArcChain(List<ArcSet> sets, String problem, int highest) {
  /// RFC 8617 §4.2.1.
  static final int MAX_SETS = 50;

  static final String RESULTS = "arc-authentication-results";
  static final String MESSAGE = "arc-message-signature";
  static final String SEAL = "arc-seal";

  /// Blanks and comments may stand around each piece (RFC 8617 §4.1.1).
  private static final Pattern RESULTS_INSTANCE =
      Pattern.compile("\\s*i\\s*=\\s*(\\d{1,2})\\s*", Pattern.CASE_INSENSITIVE);

  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");

  ArcChain {
    sets = List.copyOf(sets);
  }

  /// Carries out what is wrong with a chain. Never leaves this class.
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String problem) {
      super(problem, null, false, false);
    }
  }

  /// Reads the chain of a header.
  static ArcChain of(HeaderBlock header) {
    int highest = highest(header);
    try {
      return new ArcChain(read(header), "", highest);
    } catch (Malformed e) {
      return new ArcChain(List.of(), String.valueOf(e.getMessage()), highest);
    }
  }

  /// The domains that sealed, the first hop first.
  List<String> sealers() {
    return sets.stream().map(set -> set.sealed().domain()).toList();
  }

  private static List<ArcSet> read(HeaderBlock header) throws Malformed {
    int count = header.fields(SEAL).size();
    if (count > MAX_SETS) {
      throw new Malformed("more than " + MAX_SETS + " sets");
    }
    List<HeaderField> results = ordered(header, RESULTS, count);
    List<HeaderField> messages = ordered(header, MESSAGE, count);
    List<HeaderField> seals = ordered(header, SEAL, count);
    List<ArcSet> sets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sets.add(set(i + 1, results.get(i), messages.get(i), seals.get(i)));
    }
    return sets;
  }

  /// The fields of one name in the order of their instances: each from 1 to the count, once.
  private static List<HeaderField> ordered(HeaderBlock header, String name, int count)
      throws Malformed {
    List<HeaderField> fields = header.fields(name);
    if (fields.size() != count) {
      throw new Malformed("a set is not complete");
    }
    List<Optional<HeaderField>> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(Optional.empty());
    }
    for (HeaderField field : fields) {
      OptionalInt instance = instance(field);
      if (instance.isEmpty()) {
        throw new Malformed("an instance cannot be read");
      }
      int place = instance.getAsInt() - 1;
      if (place >= count || places.get(place).isPresent()) {
        throw new Malformed("the instances do not follow each other");
      }
      places.set(place, Optional.of(field));
    }
    return places.stream().map(Optional::orElseThrow).toList();
  }

  private static ArcSet set(
      int instance, HeaderField results, HeaderField message, HeaderField seal) throws Malformed {
    SignatureField signature = SignatureField.arc(message);
    DkimSignature good =
        signature.signature().orElseThrow(() -> new Malformed("a signature cannot be used"));
    // A seal comes after the signature, and From is what all of this is about (RFC 6376 §5.4).
    if (good.headers().contains(SEAL) || !good.headers().contains("from")) {
      throw new Malformed("a signature covers the wrong fields");
    }
    TagList tags =
        TagList.parse(seal.value()).orElseThrow(() -> new Malformed("a seal cannot be read"));
    return switch (SealSignature.read(tags)) {
      case Reading.Bad _ -> throw new Malformed("a seal cannot be used");
      case Reading.Good(SealSignature sealed) ->
          new ArcSet(instance, results, message, signature, seal, sealed, status(tags));
    };
  }

  private static ArcStatus status(TagList tags) throws Malformed {
    String word = tags.get("cv").orElse("").toLowerCase(Locale.ROOT);
    for (ArcStatus status : ArcStatus.values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    throw new Malformed("a seal has no cv=");
  }

  private static int highest(HeaderBlock header) {
    int highest = 0;
    for (String name : List.of(RESULTS, MESSAGE, SEAL)) {
      for (HeaderField field : header.fields(name).stream().limit(MAX_SETS).toList()) {
        highest = Math.max(highest, instance(field).orElse(0));
      }
    }
    return highest;
  }

  /// The instance of a field, from 1 to 50 (RFC 8617 §4.2.1).
  private static OptionalInt instance(HeaderField field) {
    Optional<String> digits =
        field.name().equals(RESULTS)
            ? resultsInstance(field.value())
            : TagList.parse(field.value()).flatMap(tags -> tags.get("i"));
    int number = digits.filter(text -> text.matches("[0-9]{1,2}")).map(Integer::parseInt).orElse(0);
    return number >= 1 && number <= MAX_SETS ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static Optional<String> resultsInstance(String value) {
    int semicolon = value.indexOf(';');
    if (semicolon < 0) {
      return Optional.empty();
    }
    String start = COMMENT.matcher(value.substring(0, semicolon)).replaceAll(" ");
    Matcher matcher = RESULTS_INSTANCE.matcher(start);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
