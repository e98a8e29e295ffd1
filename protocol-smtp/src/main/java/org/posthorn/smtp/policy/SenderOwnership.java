package org.posthorn.smtp.policy;

import java.util.Optional;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Principal;

/// A user sends as an address of their own (RFC 6409 §6.1). `<>` is everybody's: clients need it
/// for disposition notifications (RFC 8098 §2.1).
///
/// @param directory knows whose addresses are whose
public record SenderOwnership(Directory directory) implements Check<AtMail> {
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
            .filter(address -> directory.maySendAs(principal.get().account(), address))
            .isPresent();
    return owns ? Verdict.ACCEPT : new Verdict.Reject(Replies.NOT_YOUR_ADDRESS);
  }
}
