package org.posthorn.server.cli;

import org.posthorn.server.admin.Console;
import org.posthorn.storage.MailStore;
import picocli.CommandLine.Command;

/// `posthorn verify`: reads everything and says what does not fit.
@Command(
    name = "verify",
    header = "Read the whole store and say what is wrong.",
    description = {
      "Every checksum of every file of rows and every body, every count and every link between",
      "rows is looked at, while the daemon works or not. For a damaged body, the accounts, mailboxes",
      "and UIDs that have it are named. Exits with 74 where something is wrong."
    })
final class VerifyCommand extends StoreCommand {
  @Override
  public int run(MailStore store, Console console) {
    long faults = store.verify(console::progress, console::err);
    if (faults > 0) {
      console.err("posthorn: " + faults + (faults == 1 ? " fault" : " faults"));
      return ExitCode.IO;
    }
    console.out("the store is sound");
    return ExitCode.OK;
  }
}
