package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.model.MailboxName;

class ListPatternTest {
  @ParameterizedTest
  @CsvSource({
    "*, INBOX, true",
    "*, a/b/c, true",
    "%, INBOX, true",
    "%, a/b, false",
    "a/%, a/b, true",
    "a/%, a, false",
    "a/%, a/b/c, false",
    "a/*, a/b/c, true",
    "a*, a, true",
    "%/%, a/b, true",
    "%b, ab, true",
    "*b*c, abxc, true",
    "*b*c, abxd, false",
    "inbox, INBOX, true",
    "InBox/x, INBOX/x, true",
    "InBox/X, INBOX/x, false",
    "inb%, INBOX, true",
    "%box, INBOX, true",
    "ABC, abc, false",
    "inboxes, inboxes, true",
    "x, y, false",
    "ä%, äöü, true",
  })
  void matches(String pattern, String name, boolean expected) {
    assertEquals(expected, new ListPattern(pattern).matches(MailboxName.parse(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "%"})
  void manyWildcardsCostNoMore(String wildcard) {
    String pattern = (wildcard + "a").repeat(400) + "b";
    MailboxName name = MailboxName.parse("a".repeat(250));
    assertEquals(false, new ListPattern(pattern).matches(name));
  }
}
