package org.posthorn.smtp.policy.client;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.config.inbound.HeloConfig;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Check;
import org.posthorn.smtp.policy.Consequence;
import org.posthorn.smtp.policy.SmtpPolicy.AtHelo;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.storage.directory.Directory;

/// An EHLO name that cannot be the client's own: ours, an address literal of somebody else, or no
/// domain name at all. RFC 5321 §4.1.4 has servers take the mail even so where a name merely cannot
/// be verified; hence all but the first are only tagged by default.
///
/// @param config what is done about each
/// @param hostname the name of this host
/// @param directory knows the domains here
public record HeloSanity(HeloConfig config, String hostname, Directory directory)
    implements Check<AtHelo> {
  private static final Reply OURS = Reply.of(550, 7, 1, "That is our name, not yours");
  private static final Reply NOT_YOURS =
      Reply.of(550, 7, 1, "The address in your EHLO is not the one you have");
  private static final Reply NO_DOMAIN =
      Reply.of(550, 5, 2, "EHLO needs a full domain name or an address literal");
  private static final Pattern BARE_IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  @Override
  public Verdict check(AtHelo context) {
    String name = plain(context.identity().helo());
    InetAddress client = context.client().address();
    if (isOurs(name, context.client().localAddress(), client)) {
      return Consequence.of(config.ownName(), "helo", "says it is this host", OURS);
    }
    if (name.startsWith("[")) {
      return literal(name).filter(client::equals).isPresent()
          ? Verdict.ACCEPT
          : Consequence.of(
              config.wrongAddress(), "helo", "an address that is not its own", NOT_YOURS);
    }
    return name.indexOf('.') < 0 || BARE_IPV4.matcher(name).matches()
        ? Consequence.of(config.noDomain(), "helo", "no domain name", NO_DOMAIN)
        : Verdict.ACCEPT;
  }

  private boolean isOurs(String name, InetAddress here, InetAddress client) {
    if (name.startsWith("[")) {
      return !here.equals(client) && literal(name).filter(here::equals).isPresent();
    }
    return !here.equals(client)
        && (name.equals(hostname.toLowerCase(Locale.ROOT)) || directory.isLocalDomain(name));
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// The address of a literal (RFC 5321 §4.1.3).
  private static Optional<InetAddress> literal(String name) {
    if (!name.endsWith("]") || name.indexOf('%') >= 0) {
      return Optional.empty();
    }
    String text = name.substring(1, name.length() - 1);
    try {
      return Optional.of(
          InetAddress.ofLiteral(text.startsWith("ipv6:") ? text.substring(5) : text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
