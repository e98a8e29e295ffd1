package org.posthorn.storage.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes [MimeFields] of a part's header fields; of repeated fields the first counts.
final class MimeFieldReader {
  private static final int MAX_LANGUAGES = 50;

  private Optional<String> contentType = Optional.empty();
  private Optional<String> id = Optional.empty();
  private Optional<String> description = Optional.empty();
  private Optional<String> encoding = Optional.empty();
  private Optional<String> md5 = Optional.empty();
  private Optional<String> disposition = Optional.empty();
  private Optional<String> language = Optional.empty();
  private Optional<String> location = Optional.empty();

  private MimeFieldReader() {}

  /// The MIME fields of a header.
  ///
  /// @param inDigest whether the part stands in a multipart/digest, where the default type is
  ///     message/rfc822
  static MimeFields read(HeaderFields header, boolean inDigest) {
    MimeFieldReader reader = new MimeFieldReader();
    boolean any = false;
    for (HeaderFields.Field field : header.fields()) {
      if (field.is("Content-Type")) {
        reader.contentType = first(reader.contentType, field);
        any = true;
      } else if (startsWithContent(field)) {
        reader.take(field);
        any = true;
      }
    }
    return any || inDigest ? reader.fields(inDigest) : MimeFields.PLAIN_TEXT;
  }

  private static boolean startsWithContent(HeaderFields.Field field) {
    return field.name().regionMatches(true, 0, "Content-", 0, 8);
  }

  private void take(HeaderFields.Field field) {
    if (field.is("Content-Transfer-Encoding")) {
      encoding = first(encoding, field);
    } else if (field.is("Content-Disposition")) {
      disposition = first(disposition, field);
    } else if (field.is("Content-ID")) {
      id = first(id, field);
    } else if (field.is("Content-Description")) {
      description = first(description, field);
    } else if (field.is("Content-MD5")) {
      md5 = first(md5, field);
    } else if (field.is("Content-Language")) {
      language = first(language, field);
    } else if (field.is("Content-Location")) {
      location = first(location, field);
    }
  }

  private static Optional<String> first(Optional<String> before, HeaderFields.Field field) {
    return before.isPresent() ? before : Optional.of(field.value());
  }

  private MimeFields fields(boolean inDigest) {
    String type = "text";
    String subtype = "plain";
    List<Parameter> parameters = MimeFields.PLAIN_TEXT.parameters();
    if (contentType.isPresent()) {
      ParameterParser parser = new ParameterParser(contentType.get());
      String head = parser.head();
      int slash = head.indexOf('/');
      if (slash > 0 && slash < head.length() - 1) { // else invalid: text/plain (RFC 2045 §5.2)
        type = head.substring(0, slash);
        subtype = head.substring(slash + 1);
        parameters = parser.parameters();
      }
    } else if (inDigest) { // RFC 2046 §5.1.5
      type = "message";
      subtype = "rfc822";
      parameters = List.of();
    }
    return new MimeFields(
        type,
        subtype,
        parameters,
        id,
        description,
        encoding.map(MimeFieldReader::token).filter(e -> !e.isEmpty()).orElse("7bit"),
        md5,
        disposition.map(MimeFieldReader::disposition),
        language.map(MimeFieldReader::languages).orElse(List.of()),
        location);
  }

  private static String token(String value) {
    int start = FieldText.skipComments(value, 0);
    int end = start;
    while (end < value.length() && " \t;(,".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    return value.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private static Disposition disposition(String value) {
    ParameterParser parser = new ParameterParser(value);
    String type = parser.head();
    return new Disposition(type.isEmpty() ? "attachment" : type, parser.parameters());
  }

  private static List<String> languages(String value) {
    List<String> tags = new ArrayList<>(1);
    for (String piece : value.split(",", MAX_LANGUAGES)) {
      String tag = piece.strip();
      if (!tag.isEmpty()) {
        tags.add(tag);
      }
    }
    return tags;
  }
}
