package org.posthorn.auth.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderCanonicalization;
import org.posthorn.auth.header.HeaderField;

/// Puts together what a signature of header fields is made over (RFC 6376 §3.7, §5.4.2). For one
/// thread.
public final class SignedData {
  private static final byte[] CRLF = {'\r', '\n'};

  private final HeaderCanonicalization form;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

  public SignedData(HeaderCanonicalization form) {
    this.form = form;
  }

  /// Adds the fields that a list of names picks: for each mention of a name the next field from the
  /// bottom, and nothing where there are no more.
  public void select(HeaderBlock header, List<String> names) {
    Map<String, Integer> taken = new HashMap<>();
    for (String name : names) {
      List<HeaderField> fields = header.fields(name);
      int left = fields.size() - taken.merge(name, 1, Integer::sum);
      if (left >= 0) {
        add(fields.get(left));
      }
    }
  }

  /// Adds a field, with the line end after it.
  public void add(HeaderField field) {
    form.write(field, out);
    out.writeBytes(CRLF);
  }

  /// Adds the field that holds the signature: with an empty `b=`, and without the line end.
  public void addUnsigned(HeaderField field) {
    form.write(withoutSignature(field), out);
  }

  private static HeaderField withoutSignature(HeaderField field) {
    String name = field.name();
    String text = new String(field.octets(), StandardCharsets.ISO_8859_1);
    List<String> parts = new ArrayList<>();
    int colon = text.indexOf(':');
    for (String tag : text.substring(colon + 1).split(";", -1)) {
      int equals = tag.indexOf('=');
      boolean isSignature = equals >= 0 && tag.substring(0, equals).strip().equals("b");
      parts.add(isSignature ? tag.substring(0, equals + 1) : tag);
    }
    String emptied = text.substring(0, colon + 1) + String.join(";", parts);
    byte[] bytes = emptied.getBytes(StandardCharsets.ISO_8859_1);
    List<HeaderField> fields = HeaderBlock.of(bytes).fields(name);
    return fields.isEmpty() ? field : fields.getFirst();
  }

  /// All of it.
  public byte[] toBytes() {
    return out.toByteArray();
  }
}
