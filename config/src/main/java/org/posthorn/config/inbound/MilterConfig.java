package org.posthorn.config.inbound;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.value.SocketTarget;

/// One mail filter: `[[inbound.milter]]`. Immutable.
///
/// @param name how log and metrics call it
/// @param address where it listens
/// @param mail whose mail it is asked about
/// @param onFailure what is done while it does not answer
/// @param connectTimeout how long connecting and agreeing on options may take
/// @param commandTimeout how long an answer may take, up to DATA
/// @param contentTimeout how long a piece of the message may take
/// @param endTimeout how long the verdict on the whole message may take
public record MilterConfig(
    String name,
    SocketTarget address,
    List<MilterMail> mail,
    OnFailure onFailure,
    Duration connectTimeout,
    Duration commandTimeout,
    Duration contentTimeout,
    Duration endTimeout) {
  public MilterConfig {
    mail = List.copyOf(mail);
  }
}
