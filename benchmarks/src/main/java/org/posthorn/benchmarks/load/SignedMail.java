package org.posthorn.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.posthorn.auth.dns.ZoneServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Delivers signed mail to one server after the other and prints how much reached the mailboxes. It
/// serves the DNS of the senders itself, on loopback: a server that is to check the mail has to ask
/// there. `benchmarks/signed-mail` runs a Posthorn that does.
@Command(
    name = "signed-mail",
    mixinStandardHelpOptions = true,
    description = "Deliver mail signed with DKIM and print how much a server puts into mailboxes.")
public final class SignedMail implements Callable<Integer> {
  private static final List<String> CHECKS = List.of("spf=pass", "dkim=pass", "dmarc=pass");

  @Option(
      names = "--target",
      required = true,
      paramLabel = "NAME:SMTP:IMAP",
      description = "A server and its ports; may be given again.")
  List<String> targets = List.of();

  @Option(
      names = "--checked",
      paramLabel = "NAME",
      description = "A target that must have checked the mail, else the run fails.")
  List<String> checked = List.of();

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Default: ${DEFAULT-VALUE}.")
  String host = "";

  @Option(
      names = "--domain",
      defaultValue = "example.test",
      description = "Domain of the accounts u0, u1, …; one more than --users has to be there.")
  String domain = "";

  @Option(names = "--password", defaultValue = "pass", description = "Password of the accounts.")
  String password = "";

  @Option(names = "--users", defaultValue = "20", description = "Accounts to use.")
  int users;

  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "20,100",
      description = "Connections at once, one load after the other.")
  List<Integer> connections = List.of();

  @Option(names = "--messages", defaultValue = "2000", description = "Messages of a load.")
  int messages;

  @Option(names = "--size", defaultValue = "4096", description = "Octets of a message.")
  int size;

  @Option(names = "--rounds", defaultValue = "3", description = "How often all of it is done.")
  int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Load the first target for so long before the rounds.")
  int warmUp;

  @Option(names = "--dns-port", defaultValue = "20053", description = "Where the DNS is served.")
  int dnsPort;

  @Option(names = "--senders", defaultValue = "8", description = "Domains that send.")
  int senders;

  @Option(
      names = "--different",
      defaultValue = "1000",
      description = "Messages with a signature of their own.")
  int different;

  /// @param arguments see `--help`
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SignedMail()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    SignedSenders senders = SignedSenders.of(this.senders);
    Postman postman = new Postman(senders.letters(different, size), users, new AtomicLong());
    try (ZoneServer dns = ZoneServer.of(senders.zone(), dnsPort)) {
      for (String target : targets) {
        prove(postman, target);
      }
      warm(postman);
      for (int round = 0; round < rounds; round++) {
        for (String target : round % 2 == 0 ? targets : targets.reversed()) {
          for (int count : connections) {
            report(round, target, count, postman.bring(target(target), count, messages));
          }
        }
      }
      System.out.println("questions to the DNS: " + dns.queries());
    }
    return 0;
  }

  private static String name(String target) {
    return target.split(":", -1)[0];
  }

  private Target target(String text) {
    String[] words = text.split(":", -1);
    int smtp = Integer.parseInt(words[1]);
    return new Target(host, smtp, Integer.parseInt(words[2]), 0, domain, password);
  }

  /// Shows whether a server looks who the sender is.
  private void prove(Postman postman, String text) throws IOException, InterruptedException {
    Target target = target(text);
    String answer = postman.bringOne(target, SignedSenders.forgery());
    postman.bring(target, 1, 1);
    String results;
    try (Mailboxes mailboxes = new Mailboxes(target, 1)) {
      results = mailboxes.results();
    }
    System.out.printf("%s answers a forgery: %s%n", name(text), answer);
    System.out.printf("%s says of a message: %s%n", name(text), results);
    boolean all = answer.startsWith("550") && CHECKS.stream().allMatch(results::contains);
    if (checked.contains(name(text)) && !all) {
      throw new IOException(name(text) + " does not check its mail");
    }
  }

  private void warm(Postman postman) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(warmUp).toNanos();
    int most = Stream.concat(Stream.of(1), connections.stream()).max(Integer::compare).orElse(1);
    while (System.nanoTime() < end) {
      postman.bring(target(targets.getFirst()), most, messages);
    }
  }

  private static void report(int round, String target, int count, Postman.Outcome outcome) {
    Histogram micros = outcome.micros();
    System.out.printf(
        Locale.ROOT,
        "round %d, %d connections, %s: %,.0f delivered/s, %,.0f accepted/s;"
            + " message p50 %.1f ms, p99 %.1f ms%n",
        round + 1,
        count,
        name(target),
        outcome.deliveredPerSecond(),
        outcome.acceptedPerSecond(),
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0);
  }
}
