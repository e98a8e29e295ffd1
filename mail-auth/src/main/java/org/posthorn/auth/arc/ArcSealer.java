package org.posthorn.auth.arc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.posthorn.auth.body.BodyHash;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.dkim.DkimSigner;
import org.posthorn.auth.dkim.SignedData;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dkim.TagWriter;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderCanonicalization;
import org.posthorn.auth.header.HeaderField;
import org.posthorn.auth.header.TagList;

/// Adds a set to the chain of a message (RFC 8617 §5.1): relaxed in header and body, all of the
/// body. Immutable; thread-safe.
///
/// @param key the key; the domain that it is for takes responsibility for the results
/// @param options which fields are signed; DKIM-Signature fields are always among them, the fields
///     of ARC and Authentication-Results never (§4.1.2); the lifetime is not used
public record ArcSealer(SigningKey key, SigningOptions options) {
  /// How the body has to be hashed before it can be sealed.
  public static final BodyHashSpec BODY = DkimSigner.BODY;

  private static final String DKIM = "dkim-signature";
  private static final String RESULTS = "ARC-Authentication-Results";
  private static final String MESSAGE = "ARC-Message-Signature";
  private static final String SEAL = "ARC-Seal";

  public ArcSealer {
    List<String> sign =
        Stream.concat(options.sign().stream(), Stream.of(DKIM))
            .filter(ArcSealer::maySign)
            .distinct()
            .toList();
    options =
        options
            .withSign(sign)
            .withOversign(options.oversign().stream().filter(ArcSealer::maySign).toList());
  }

  private static boolean maySign(String name) {
    return !name.startsWith("arc-") && !name.equals("authentication-results");
  }

  /// The three fields of a new set, each with its line end, to be put above everything else; empty
  /// where none may be added: the chain ended with `cv=fail`, has 50 sets or cannot be told for
  /// now, or the message has no `From` or a header too long to be signed whole.
  ///
  /// @param message its body hashed as [#BODY] says
  /// @param outcome what its chain came to here
  /// @param results who checked and what was found: the value of an Authentication-Results field
  ///     (RFC 8601 §2.2), folds included
  /// @param now the time of the signatures
  public String seal(HashedMessage message, ArcOutcome outcome, String results, Instant now) {
    HeaderBlock header = message.header();
    boolean possible =
        header.complete()
            && !header.fields("from").isEmpty()
            && outcome.highest() < ArcChain.MAX_SETS
            && !outcome.temporary()
            && !hasEnded(header);
    if (!possible) {
      return "";
    }
    int instance = outcome.highest() + 1;
    String found = RESULTS + ": i=" + instance + "; " + results;
    String signed = sign(message, instance, now);
    String seal = seal(header, outcome.status(), instance, found, signed, now);
    return seal + "\r\n" + signed + "\r\n" + found + "\r\n";
  }

  /// A chain whose end was sealed gets no further set (§5.1.2).
  private static boolean hasEnded(HeaderBlock header) {
    return header.fields(ArcChain.SEAL).stream()
        .flatMap(field -> TagList.parse(field.value()).stream())
        .anyMatch(tags -> tags.get("cv").orElse("").equalsIgnoreCase(ArcStatus.FAIL.word()));
  }

  private String sign(HashedMessage message, int instance, Instant now) {
    BodyHash body = message.body(BODY).orElseThrow();
    List<String> names = options.names(message.header());
    TagWriter writer =
        tags(MESSAGE, instance)
            .tag("c", "relaxed/relaxed")
            .tag("d", key.domain())
            .tag("s", key.selector())
            .tag("t", Long.toString(now.getEpochSecond()))
            .list("h", String.join(":", names), ':')
            .tag("bh", Base64.getEncoder().encodeToString(body.digest()))
            .emptySignature();
    SignedData data = new SignedData(HeaderCanonicalization.RELAXED);
    data.select(message.header(), names);
    return signed(writer, data);
  }

  private String seal(
      HeaderBlock header,
      ArcStatus status,
      int instance,
      String found,
      String signed,
      Instant now) {
    TagWriter writer =
        tags(SEAL, instance)
            .tag("cv", status.word())
            .tag("d", key.domain())
            .tag("s", key.selector())
            .tag("t", Long.toString(now.getEpochSecond()))
            .emptySignature();
    SignedData data = new SignedData(HeaderCanonicalization.RELAXED);
    if (status == ArcStatus.PASS) {
      for (ArcSet set : ArcChain.of(header).sets()) {
        data.add(set.results());
        data.add(set.message());
        data.add(set.seal());
      }
    }
    // The seal of a broken chain covers its own set alone (§5.1.2).
    data.add(field(found));
    data.add(field(signed));
    return signed(writer, data);
  }

  private TagWriter tags(String name, int instance) {
    return new TagWriter(name)
        .tag("i", Integer.toString(instance))
        .tag("a", key.type().algorithm());
  }

  private String signed(TagWriter writer, SignedData data) {
    data.addUnsigned(field(writer.toString()));
    byte[] signature = key.sign(data.toBytes());
    return writer.signature(Base64.getEncoder().encodeToString(signature)).toString();
  }

  private static HeaderField field(String text) {
    return HeaderBlock.of(text.getBytes(StandardCharsets.UTF_8)).fields().getFirst();
  }
}
