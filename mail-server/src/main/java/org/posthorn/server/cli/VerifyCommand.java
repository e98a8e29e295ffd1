package org.posthorn.server.cli;

import java.util.List;
import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import picocli.CommandLine.Command;

/// `posthorn verify`: reads everything and says what does not fit.
@Command(
    name = "verify",
    description = {
      "Read the whole store: every checksum of every body, every count and every link between",
      "rows. Prints what is wrong, if anything, and exits with 74 then."
    })
final class VerifyCommand extends StoreCommand {
  @Override
  public int run(MailStore store, Console console) {
    List<String> damaged = store.store().verify();
    List<String> wrong = java.util.List.of();
    damaged.forEach(console::err);
    wrong.forEach(console::err);
    int faults = damaged.size() + wrong.size();
    if (faults > 0) {
      console.err("posthorn: " + faults + (faults == 1 ? " fault" : " faults"));
      return ExitCode.IO;
    }
    console.out("the store is sound");
    return ExitCode.OK;
  }
}
