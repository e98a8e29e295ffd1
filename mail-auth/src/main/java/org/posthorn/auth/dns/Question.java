package org.posthorn.auth.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What is asked: a name, in lower case, and a type of record.
record Question(Name name, int type) {
  Question at(Name other) {
    return new Question(other, type);
  }

  @Override
  public String toString() {
    return DnsNames.text(name) + " " + Type.string(type);
  }
}
