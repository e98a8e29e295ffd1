package org.posthorn.imap.wire;

import java.util.List;
import org.posthorn.imap.command.FetchItem;
import org.posthorn.imap.command.Section;
import org.posthorn.imap.command.Section.What;

/// The name under which FETCH returns octets, `BODY[1.HEADER]<0>` for instance: made once for a
/// command, written for each message. Immutable.
public final class SectionLabel {
  private final byte[] octets;

  private SectionLabel(byte[] octets) {
    this.octets = octets;
  }

  /// The label of an item (RFC 9051 §7.5.2).
  public static SectionLabel of(FetchItem.Octets item) {
    WireBuffer out = new WireBuffer();
    switch (item.name()) {
      case RFC822 -> out.latin1("RFC822");
      case RFC822_HEADER -> out.latin1("RFC822.HEADER");
      case RFC822_TEXT -> out.latin1("RFC822.TEXT");
      case BODY -> {
        out.latin1("BODY[");
        section(out, item.section());
        out.octet(']');
        item.partial().ifPresent(cut -> out.octet('<').number(cut.offset()).octet('>'));
      }
    }
    return new SectionLabel(out.toArray());
  }

  private static void section(WireBuffer out, Section section) {
    String separator = "";
    for (int number : section.path()) {
      out.latin1(separator).number(number);
      separator = ".";
    }
    switch (section.what()) {
      case What.Everything() -> {}
      case What.Header() -> out.latin1(separator).latin1("HEADER");
      case What.Text() -> out.latin1(separator).latin1("TEXT");
      case What.Mime() -> out.latin1(separator).latin1("MIME");
      case What.HeaderFields(var names) ->
          names(out.latin1(separator).latin1("HEADER.FIELDS "), names);
      case What.HeaderFieldsNot(var names) ->
          names(out.latin1(separator).latin1("HEADER.FIELDS.NOT "), names);
    }
  }

  private static void names(WireBuffer out, List<String> names) {
    char before = '(';
    for (String name : names) {
      out.octet(before).astring(name);
      before = ' ';
    }
    out.octet(')');
  }

  void writeTo(WireBuffer out) {
    out.octets(octets);
  }
}
