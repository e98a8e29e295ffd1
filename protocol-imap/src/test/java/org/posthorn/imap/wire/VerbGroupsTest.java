package org.posthorn.imap.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.AnyStateCommand;
import org.posthorn.imap.command.ImapCommand;
import org.posthorn.imap.command.PreLoginCommand;
import org.posthorn.imap.command.SelectedCommand;
import org.posthorn.imap.command.Verb;

/// What the list of verbs says of a command is what its record's group says.
class VerbGroupsTest {
  @Test
  void statesOfAVerbAreItsGroup() {
    List<ImapCommand> commands = new ArrayList<>(CommandTable.all().values());
    commands.addAll(CommandTable.appends().values());
    for (ImapCommand command : commands) {
      Verb.States group =
          switch (command) {
            case AnyStateCommand _ -> Verb.States.ANY;
            case PreLoginCommand _ -> Verb.States.PRE_LOGIN;
            case AccountCommand _ -> Verb.States.ACCOUNT;
            case SelectedCommand _ -> Verb.States.SELECTED;
          };
      assertEquals(group, command.verb().states(), command.verb().name());
    }
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void nothingThatNeedsALoginIsAllowedInTheClear(Verb verb) {
    boolean before = verb.states() == Verb.States.ANY || verb == Verb.STARTTLS;
    assertEquals(before, verb.allowedBeforeTls());
    assertTrue(verb.specification().matches("RFC \\d{4} §[\\d.]+"), verb.specification());
    assertTrue(verb.metricName().matches("[a-z_]+"), verb.metricName());
  }
}
