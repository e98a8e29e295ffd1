package org.posthorn.auth.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// All the names of a test, as a recursive resolver would see them. Immutable.
final class Zone {
  private static final int MAX_ALIASES = 20;
  private static final long DEFAULT_TTL = 300;

  private final Map<Name, List<Record>> records = new TreeMap<>();
  private final Set<Name> existing = new HashSet<>();

  /// @param text master file lines; every name is absolute, with or without its final dot
  Zone(String text) {
    try (Master master = new Master(bytes(text), Name.root, DEFAULT_TTL)) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        records.computeIfAbsent(record.getName(), _ -> new ArrayList<>()).add(record);
        addWithParents(record.getName());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds the answer to a question, aliases followed.
  void answer(Record question, Message response) {
    Name name = question.getName();
    for (int i = 0; i < MAX_ALIASES; i++) {
      List<Record> here = at(name);
      List<Record> found = ofType(here, question.getType());
      found.forEach(record -> response.addRecord(record, Section.ANSWER));
      List<Record> alias = ofType(here, Type.CNAME);
      if (!found.isEmpty()) {
        return;
      }
      if (alias.isEmpty()) {
        nothing(name, here, response);
        return;
      }
      response.addRecord(alias.getFirst(), Section.ANSWER);
      name = ((CNAMERecord) alias.getFirst()).getTarget();
    }
    response.getHeader().setRcode(Rcode.SERVFAIL);
  }

  /// Adds the alias of a name.
  void alias(Name name, Message response) {
    ofType(at(name), Type.CNAME).forEach(alias -> response.addRecord(alias, Section.ANSWER));
  }

  private void nothing(Name name, List<Record> here, Message response) {
    response.addRecord(soa(name), Section.AUTHORITY);
    if (here.isEmpty() && !existing.contains(name)) {
      response.getHeader().setRcode(Rcode.NXDOMAIN);
    }
  }

  /// The records of a name, those of a wildcard included (RFC 4592 §3.3).
  private List<Record> at(Name name) {
    List<Record> own = records.get(name);
    if (own != null || existing.contains(name)) {
      return own == null ? List.of() : own;
    }
    for (int cut = 1; cut < name.labels(); cut++) {
      Name parent = new Name(name, cut);
      List<Record> wild = records.get(star(parent));
      if (wild != null) {
        return wild.stream().map(r -> renamed(r, name)).toList();
      }
      if (existing.contains(parent)) {
        return List.of();
      }
    }
    return List.of();
  }

  private Record soa(Name name) {
    for (int cut = 0; cut <= name.labels() - 1; cut++) {
      Optional<Record> soa =
          ofType(records.getOrDefault(new Name(name, cut), List.of()), Type.SOA).stream()
              .findFirst();
      if (soa.isPresent()) {
        return soa.get();
      }
    }
    return new SOARecord(
        Name.root, DClass.IN, DEFAULT_TTL, Name.root, Name.root, 1, 1, 1, 1, DEFAULT_TTL);
  }

  private void addWithParents(Name name) {
    for (int cut = 0; cut < name.labels(); cut++) {
      existing.add(new Name(name, cut));
    }
  }

  private static List<Record> ofType(List<Record> records, int type) {
    return records.stream().filter(record -> record.getType() == type).toList();
  }

  private static Name star(Name parent) {
    try {
      return Name.fromString("*", parent);
    } catch (TextParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Record renamed(Record record, Name name) {
    return Record.newRecord(
        name, record.getType(), DClass.IN, record.getTTL(), record.rdataToWireCanonical());
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
