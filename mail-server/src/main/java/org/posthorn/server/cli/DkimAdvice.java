package org.posthorn.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.config.value.HostNames;
import org.posthorn.server.cli.DkimCommand.Maker.Made;
import org.posthorn.server.setup.DnsRecords;

/// Tells what to do with new keys.
///
/// @param config the configuration file that is to be changed
record DkimAdvice(PrintWriter out, Path config) {
  /// How long resolvers may remember that there was no key, or what it was.
  private static final int CACHE_DAYS = 2;

  private static final String INDENT = "  ";

  /// A domain as keys are listed under.
  ///
  /// @throws CommandFailure where it is none
  static String domain(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (!HostNames.isValid(name) || name.indexOf('.') < 0) {
      throw new CommandFailure(ExitCode.USAGE, "'" + text + "' is no domain");
    }
    return name;
  }

  /// A first key, or one more.
  void generated(Made made) {
    made(made);
    out.println();
    out.println("1. Publish this DNS record:");
    records(List.of(made.key()));
    out.println();
    out.println("2. Add this to " + config + ":");
    tables(List.of(made));
    out.println();
    check(made.key().domain());
    out.println();
    out.println("4. Then have it sign: make its use \"sign\", and restart the daemon.");
    out.flush();
  }

  /// Keys that follow others.
  ///
  /// @param expiry how long mail stays in the queue
  void rotated(List<SigningKey> old, List<Made> made, Duration expiry) {
    LocalDate today = LocalDate.now(Clock.systemUTC());
    LocalDate change = today.plusDays(CACHE_DAYS);
    LocalDate end = change.plusDays(expiry.toDays() + 1 + CACHE_DAYS);
    made.forEach(this::made);
    out.println();
    out.println("1. Today: publish the new records, and keep the old ones.");
    out.println();
    out.println(INDENT + "new:");
    records(made.stream().map(Made::key).toList());
    out.println();
    out.println(INDENT + "old:");
    records(old);
    out.println();
    out.println("2. Today: add this to " + config + ":");
    tables(made);
    out.println();
    check(old.getFirst().domain());
    out.println();
    out.println("4. On " + change + " or later: change the uses, and restart the daemon.");
    out.println();
    made.forEach(m -> out.println(INDENT + m.key().selector() + ": use = \"sign\""));
    old.forEach(key -> out.println(INDENT + key.selector() + ": use = \"old\""));
    out.println();
    out.println(
        "5. Not before " + end + ", when mail that the old keys signed has arrived: remove");
    out.println("   the old records, their [[dkim.key]] and their files.");
    out.flush();
  }

  private void made(Made made) {
    SigningKey key = made.key();
    out.println(
        "Made "
            + made.file()
            + " ("
            + key.type().text()
            + ", "
            + key.bits()
            + " bits), readable to its owner alone.");
  }

  private void records(List<SigningKey> keys) {
    out.println();
    keys.forEach(key -> out.println(INDENT + DnsRecords.dkimLine(key)));
  }

  private void tables(List<Made> all) {
    for (Made made : all) {
      out.println();
      out.println(INDENT + "[[dkim.key]]");
      out.println(INDENT + "domain = " + quoted(made.key().domain()));
      out.println(INDENT + "selector = " + quoted(made.key().selector()));
      out.println(INDENT + "key = " + quoted(made.file().toString()));
      out.println(INDENT + "use = \"next\"");
    }
  }

  private void check(String domain) {
    out.println("3. Wait until this finds the record:");
    out.println();
    out.println(INDENT + "posthorn dkim show " + domain + " --check --config " + config);
  }

  /// A basic string of TOML.
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
