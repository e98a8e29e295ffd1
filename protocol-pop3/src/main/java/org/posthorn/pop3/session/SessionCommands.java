package org.posthorn.pop3.session;

import java.util.List;
import java.util.Optional;
import org.posthorn.pop3.command.Language;
import org.posthorn.pop3.command.Pop3Command.AnyStateCommand;
import org.posthorn.pop3.command.Pop3Command.Capa;
import org.posthorn.pop3.command.Pop3Command.Lang;
import org.posthorn.pop3.command.Pop3Command.Quit;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;

/// The commands of all states. Stateless.
///
/// @param capabilities what CAPA tells
/// @param update what QUIT does after login
record SessionCommands(CapabilityList capabilities, Update update) {
  Step run(Pop3State state, AnyStateCommand command, Conversation talk) {
    return switch (command) {
      case Capa _ -> new Step(state, new Reply.Capabilities(capabilities.of(talk.connection())));
      case Lang(Optional<String> range) -> new Step(state, language(range));
      case Quit _ -> quit(state, talk);
    };
  }

  /// All replies are in English, whatever the choice, so there is nothing to remember.
  private static Reply language(Optional<String> range) {
    if (range.isEmpty()) {
      return new Reply.Languages(List.of(Language.values()));
    }
    Optional<Language> found = Language.lookup(range.get());
    return found.isPresent() ? new Reply.LanguageChosen(found.get()) : Replies.NO_SUCH_LANGUAGE;
  }

  private Step quit(Pop3State state, Conversation talk) {
    talk.connection().close();
    return switch (state) {
      case Pop3State.Transaction(Maildrop maildrop) ->
          new Step(new Pop3State.Ended(), update.run(maildrop));
      case Pop3State.Authorization _, Pop3State.Ended _ ->
          new Step(new Pop3State.Ended(), Replies.GOODBYE);
    };
  }
}
