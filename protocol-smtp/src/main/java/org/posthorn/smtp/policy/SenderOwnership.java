package org.posthorn.smtp.policy;

import java.util.Optional;
import org.posthorn.config.SenderCheck;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.model.MailAddress;

/// A user sends as an address of their own (RFC 6409 §6.1). `<>` is everybody's: clients need it
/// for disposition notifications (RFC 8098 §2.1).
///
/// @param directory knows whose addresses are whose
/// @param allowed whether addresses of other domains are taken too
public record SenderOwnership(Directory directory, SenderCheck allowed) implements Check<AtMail> {
  @Override
  public Verdict check(AtMail context) {
    Optional<Principal> principal = context.identity().principal();
    Optional<EnvelopeAddress> sender = context.sender().asAddress();
    if (principal.isEmpty() || sender.isEmpty()) {
      return Verdict.ACCEPT;
    }
    boolean owns =
        sender
            .flatMap(EnvelopeAddress::mailAddress)
            .filter(address -> maySend(principal.get(), address))
            .isPresent();
    return owns ? Verdict.ACCEPT : new Verdict.Reject(Replies.NOT_YOUR_ADDRESS);
  }

  private boolean maySend(Principal principal, MailAddress sender) {
    return switch (allowed) {
      case OWN -> directory.maySendAs(principal.account(), sender);
      case LOCAL_DOMAINS ->
          !directory.isLocalDomain(sender.domain())
              || directory.maySendAs(principal.account(), sender);
    };
  }
}
