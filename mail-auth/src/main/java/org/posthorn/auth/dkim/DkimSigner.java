package org.posthorn.auth.dkim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.posthorn.auth.body.BodyCanonicalization;
import org.posthorn.auth.body.BodyHash;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderCanonicalization;
import org.posthorn.auth.header.HeaderField;

/// Makes DKIM-Signature fields with one key: relaxed in header and body, all of the body (RFC 6376
/// §5). Immutable; thread-safe.
///
/// @param key the key
/// @param options what is signed
public record DkimSigner(SigningKey key, SigningOptions options) {
  /// How the body has to be hashed before it can be signed.
  public static final BodyHashSpec BODY = BodyHashSpec.whole(BodyCanonicalization.RELAXED);

  private static final String FIELD = "DKIM-Signature";

  /// The field for a message, with its final line end; to be put above everything else.
  ///
  /// @param message its body hashed as [#BODY] says
  /// @param now the time of the signature
  public String sign(HashedMessage message, Instant now) {
    BodyHash body = message.body(BODY).orElseThrow();
    List<String> names = options.names(message.header());
    TagWriter writer = tags(names, body, now).emptySignature();
    SignedData data = new SignedData(HeaderCanonicalization.RELAXED);
    data.select(message.header(), names);
    data.addUnsigned(field(writer.toString()));
    byte[] signature = key.sign(data.toBytes());
    return writer.signature(Base64.getEncoder().encodeToString(signature)) + "\r\n";
  }

  private TagWriter tags(List<String> names, BodyHash body, Instant now) {
    TagWriter writer =
        new TagWriter(FIELD)
            .tag("v", "1")
            .tag("a", key.type().algorithm())
            .tag("c", "relaxed/relaxed")
            .tag("d", key.domain())
            .tag("s", key.selector())
            .tag("t", Long.toString(now.getEpochSecond()));
    options
        .lifetime()
        .ifPresent(life -> writer.tag("x", Long.toString(now.plus(life).getEpochSecond())));
    return writer
        .list("h", String.join(":", names), ':')
        .tag("bh", Base64.getEncoder().encodeToString(body.digest()));
  }

  private static HeaderField field(String text) {
    return HeaderBlock.of(text.getBytes(StandardCharsets.ISO_8859_1)).fields().getFirst();
  }
}
