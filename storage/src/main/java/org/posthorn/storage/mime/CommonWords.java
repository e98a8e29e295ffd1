package org.posthorn.storage.mime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Strings so frequent in MIME fields that [StructureCodec] writes a number for each. Only ever add
/// at the end, else raise [StructureCodec#VERSION].
final class CommonWords {
  static final List<String> WORDS =
      List.of(
          "text",
          "plain",
          "html",
          "multipart",
          "mixed",
          "alternative",
          "related",
          "application",
          "octet-stream",
          "image",
          "message",
          "rfc822",
          "charset",
          "utf-8",
          "UTF-8",
          "us-ascii",
          "iso-8859-1",
          "boundary",
          "name",
          "filename",
          "7bit",
          "8bit",
          "binary",
          "base64",
          "quoted-printable",
          "attachment",
          "inline",
          "format",
          "flowed",
          "delsp",
          "yes",
          "type",
          "pdf",
          "jpeg",
          "png",
          "gif",
          "signed",
          "encrypted",
          "report",
          "digest",
          "delivery-status",
          "protocol",
          "micalg",
          "pgp-signature",
          "pkcs7-signature",
          "x-pkcs7-signature",
          "calendar",
          "method",
          "size",
          "creation-date",
          "modification-date",
          "zip",
          "en",
          "global",
          "ISO-8859-1",
          "windows-1252",
          "text/html",
          "text/plain",
          "multipart/alternative",
          "audio",
          "video",
          "report-type",
          "US-ASCII",
          "rfc822-headers");

  private static final Map<String, Integer> NUMBERS = numbers();

  private CommonWords() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = HashMap.newHashMap(WORDS.size());
    for (String word : WORDS) {
      numbers.put(word, numbers.size());
    }
    return Map.copyOf(numbers);
  }

  /// The word's number, -1 when it has none.
  static int number(String word) {
    return word.length() > 24 ? -1 : NUMBERS.getOrDefault(word, -1);
  }
}
