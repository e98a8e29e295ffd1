package org.posthorn.storage.mime;

import java.util.List;
import java.util.Optional;

/// The MIME header fields of one part (RFC 2045, 2183, 3282, 2557, 1864), all that BODYSTRUCTURE
/// needs of them.
///
/// @param type the media type in lower case, never empty
/// @param subtype the media subtype in lower case, never empty
/// @param parameters the Content-Type's parameters, raw and in order
/// @param id Content-ID as sent, with its angle brackets
/// @param description Content-Description as sent, encoded words left alone
/// @param transferEncoding Content-Transfer-Encoding in lower case, `7bit` when there is none
/// @param md5 Content-MD5 as sent
/// @param disposition Content-Disposition
/// @param languages Content-Language's tags, in order
/// @param location Content-Location as sent
public record MimeFields(
    String type,
    String subtype,
    List<Parameter> parameters,
    Optional<String> id,
    Optional<String> description,
    String transferEncoding,
    Optional<String> md5,
    Optional<Disposition> disposition,
    List<String> languages,
    Optional<String> location) {

  /// What a part without MIME fields is (RFC 2045 §5.2).
  public static final MimeFields PLAIN_TEXT =
      new MimeFields(
          "text",
          "plain",
          List.of(new Parameter("charset", "us-ascii")),
          Optional.empty(),
          Optional.empty(),
          "7bit",
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  public MimeFields {
    parameters = List.copyOf(parameters);
    languages = List.copyOf(languages);
  }

  /// Whether this is `type/subtype` (both given in lower case).
  public boolean is(String otherType, String otherSubtype) {
    return type.equals(otherType) && subtype.equals(otherSubtype);
  }

  /// The text of a Content-Type parameter, RFC 2231 and RFC 2047 decoded.
  public Optional<String> parameter(String name) {
    return ParameterText.find(parameters, name);
  }

  /// The name a user would save the part under: the disposition's `filename`, else the type's
  /// `name`.
  public Optional<String> fileName() {
    return disposition.flatMap(d -> d.parameter("filename")).or(() -> parameter("name"));
  }

  /// The same fields with another media type.
  public MimeFields as(String newType, String newSubtype, List<Parameter> newParameters) {
    return new MimeFields(
        newType,
        newSubtype,
        newParameters,
        id,
        description,
        transferEncoding,
        md5,
        disposition,
        languages,
        location);
  }
}
