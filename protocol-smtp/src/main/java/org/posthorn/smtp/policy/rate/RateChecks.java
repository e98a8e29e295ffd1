package org.posthorn.smtp.policy.rate;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.config.inbound.RatesConfig;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.storage.directory.Principal;

/// The limits of `[inbound.rates]`. Thread-safe.
///
/// @param counters the buckets
/// @param rates how large they are
/// @param hostname the name of this host, for replies that end a session
public record RateChecks(Counters counters, RatesConfig rates, String hostname) {
  private static final Reply TOO_FAST =
      Reply.of(450, 7, 1, "Too much mail in too short a time; come again later");
  private static final Reply TOO_MANY_RECIPIENTS =
      Reply.of(452, 7, 1, "Too many recipients in too short a time; come again later");
  private static final int NETWORK_BITS6 = 48;

  /// Counts what strangers send.
  public void addTo(PolicyChecks.Part part) {
    part.connect(this::connect).mail(this::mail).anyRcpt(this::rcpt);
  }

  /// Counts what users submit.
  public void addForAccounts(PolicyChecks.Part part) {
    part.mail(this::accountMail);
  }

  private Verdict connect(AtConnect context) {
    String client = ClientKey.address(context.client().address());
    return counters.take("connect", client, Rate.perMinute(rates.connectionsPerAddress()))
        ? Verdict.ACCEPT
        : new Verdict.Defer(
            Reply.of(421, 7, 0, hostname + " Too many connections; come again later"));
  }

  private Verdict mail(AtMail context) {
    InetAddress client = context.client().address();
    Optional<String> sender =
        context.sender().asAddress().map(EnvelopeAddress::wire).map(RateChecks::lower);
    boolean good =
        counters.take("mail", ClientKey.address(client), Rate.perHour(rates.messagesPerAddress()))
            && counters.take(
                "net",
                ClientKey.network(client, NETWORK_BITS6),
                Rate.perHour(rates.messagesPerNetwork()))
            && (sender.isEmpty()
                || counters.take("from", sender.get(), Rate.perHour(rates.messagesPerSender())));
    return good ? Verdict.ACCEPT : new Verdict.Defer(TOO_FAST);
  }

  private Verdict rcpt(AtRcpt context) {
    String client = ClientKey.address(context.client().address());
    return counters.take("rcpt", client, Rate.perHour(rates.recipientsPerAddress()))
        ? Verdict.ACCEPT
        : new Verdict.Defer(TOO_MANY_RECIPIENTS);
  }

  private Verdict accountMail(AtMail context) {
    Rate rate = Rate.perHour(rates.messagesPerAccount());
    return context.identity().principal().stream()
            .allMatch(user -> counters.take("account", key(user), rate))
        ? Verdict.ACCEPT
        : new Verdict.Defer(TOO_FAST);
  }

  private static String key(Principal user) {
    return user.account().toString();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
