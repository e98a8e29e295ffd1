package org.posthorn.smtp.session;

import java.time.Duration;
import org.posthorn.smtp.transaction.Role;

/// How a listener behaves. Immutable.
///
/// @param role what it is for
/// @param hostname this host's name, in greetings and trace fields
/// @param authservId this host's name in Authentication-Results fields
/// @param greeting what follows the name in the greeting
/// @param maxMessageSize octets of a message, announced as SIZE
/// @param maxRecipients recipients of a message, announced as RCPTMAX
/// @param maxBadCommands errors before the session is ended
/// @param vrfy whether VRFY is answered 252; else 502
/// @param bareLineFeeds whether LF alone ends a command, and CR and LF alone may stand in a message
/// @param login whether AUTH is offered
/// @param maxHold how far ahead users may date the sending of a message; zero turns that off
public record SmtpSettings(
    Role role,
    String hostname,
    String authservId,
    String greeting,
    long maxMessageSize,
    int maxRecipients,
    int maxBadCommands,
    boolean vrfy,
    boolean bareLineFeeds,
    boolean login,
    Duration maxHold) {}
