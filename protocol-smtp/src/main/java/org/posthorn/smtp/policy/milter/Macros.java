package org.posthorn.smtp.policy.milter;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.directory.Principal;

/// What filters are told beside each step, under the names that Sendmail gave it. Immutable.
///
/// @param hostname of this host
record Macros(String hostname) {
  /// Name, value, name, value.
  static List<String> alternating(Map<String, String> macros) {
    List<String> all = new ArrayList<>(2 * macros.size());
    macros.forEach(
        (name, value) -> {
          all.add(name);
          all.add(value);
        });
    return all;
  }

  /// An address without the interface that it was seen on.
  static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  /// @param name the client's, in the DNS, or its address in brackets
  Map<String, String> connect(Client client, String name) {
    Map<String, String> macros = new LinkedHashMap<>();
    String address = text(client.address());
    macros.put("j", hostname);
    macros.put("v", "Posthorn");
    macros.put("{daemon_name}", client.role() == Role.SUBMISSION ? "submission" : "smtp");
    macros.put("{if_addr}", text(client.localAddress()));
    macros.put("{if_name}", hostname);
    macros.put("{client_addr}", address);
    macros.put("{client_name}", name);
    macros.put("_", name.startsWith("[") ? name : name + " [" + address + "]");
    return macros;
  }

  Map<String, String> helo(Client client) {
    Map<String, String> macros = new LinkedHashMap<>();
    client
        .tls()
        .ifPresent(
            tls -> {
              macros.put("{tls_version}", tls.version());
              macros.put("{cipher}", tls.cipher());
            });
    return macros;
  }

  Map<String, String> mail(AtMail context) {
    Map<String, String> macros = new LinkedHashMap<>();
    macros.put("{mail_addr}", context.sender().wire());
    macros.put("{mail_host}", host(context.sender()));
    macros.put("{mail_mailer}", "esmtp");
    context.identity().principal().map(Principal::login).ifPresent(login -> user(macros, login));
    return macros;
  }

  /// Filters that sign look at the type to tell users from strangers; which mechanism it was is
  /// nothing to them.
  private static void user(Map<String, String> macros, String login) {
    macros.put("{auth_type}", "SASL");
    macros.put("{auth_authen}", login);
    macros.put("{auth_author}", "");
  }

  Map<String, String> rcpt(AtRcpt context) {
    Map<String, String> macros = new LinkedHashMap<>();
    boolean local =
        context.destination() instanceof Destination.Deliverable d && !d.accounts().isEmpty();
    macros.put("{rcpt_addr}", context.recipient().wire());
    macros.put("{rcpt_host}", host(context.recipient()));
    macros.put("{rcpt_mailer}", local ? "local" : "esmtp");
    return macros;
  }

  Map<String, String> message(AtEndOfData context) {
    return Map.of("i", context.id());
  }

  private static String host(ReversePath path) {
    return path.asAddress().map(EnvelopeAddress::host).map(HostPart::wire).orElse("");
  }

  private static String host(ForwardPath path) {
    return path instanceof ForwardPath.Recipient(EnvelopeAddress address)
        ? address.host().wire()
        : "";
  }
}
