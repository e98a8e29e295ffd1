package org.posthorn.server.setup;

import java.util.List;
import java.util.stream.Stream;
import org.posthorn.auth.dkim.SigningKey;

/// The records that a domain has to publish so that its mail comes here and is believed elsewhere.
///
/// @param domain the mail domain
/// @param host this host's name
/// @param dkim the domain's key
public record DnsRecords(String domain, String host, SigningKey dkim) {
  /// The lines of a zone file.
  public List<String> zoneLines() {
    return Stream.concat(mail().stream(), services().stream()).toList();
  }

  private List<String> mail() {
    return List.of(
        domain + ". IN MX 10 " + host + ".",
        // RFC 7208: only the hosts that receive the domain's mail send it
        domain + ". IN TXT \"v=spf1 mx -all\"",
        dkimLine(dkim),
        // RFC 7489: start by asking for quarantine, go to reject when the reports are clean
        "_dmarc."
            + domain
            + ". IN TXT \"v=DMARC1; p=quarantine; rua=mailto:postmaster@"
            + domain
            + '"');
  }

  /// The line that publishes a key.
  public static String dkimLine(SigningKey key) {
    return key.recordName() + ". IN TXT ( " + ZoneText.strings(key.record()) + " )";
  }

  /// RFC 6186 and RFC 8314 §5.1: where clients find the services; a target of "." means "not here".
  private List<String> services() {
    return List.of(
        "_submissions._tcp." + domain + ". IN SRV 0 1 465 " + host + ".",
        "_submission._tcp." + domain + ". IN SRV 5 1 587 " + host + ".",
        "_imaps._tcp." + domain + ". IN SRV 0 1 993 " + host + ".",
        "_imap._tcp." + domain + ". IN SRV 5 1 143 " + host + ".",
        "_pop3s._tcp." + domain + ". IN SRV 10 1 995 " + host + ".",
        "_pop3._tcp." + domain + ". IN SRV 0 0 0 .");
  }
}
