package org.posthorn.server.cli;

import java.util.List;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import picocli.CommandLine.Command;

/// `posthorn verify`: reads everything and says what does not fit.
@Command(
    name = "verify",
    header = "Read the whole store and say what is wrong.",
    description = {
      "Every checksum of every body, every count and every link between rows is looked at, while",
      "the daemon works or not. Exits with 74 where something is wrong."
    })
final class VerifyCommand extends StoreCommand {
  @Override
  public int run(MailStore store, Console console) {
    List<String> wrong = store.maintenance().verify(console::progress);
    wrong.forEach(console::err);
    if (!wrong.isEmpty()) {
      console.err("posthorn: " + wrong.size() + (wrong.size() == 1 ? " fault" : " faults"));
      return ExitCode.IO;
    }
    console.out("the store is sound");
    return ExitCode.OK;
  }
}
