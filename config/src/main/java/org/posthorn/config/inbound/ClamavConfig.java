package org.posthorn.config.inbound;

import java.time.Duration;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.SocketTarget;

/// The virus scanner: `[inbound.clamav]`. Immutable.
///
/// @param address where clamd listens
/// @param maxSize messages above it are not scanned
/// @param timeout how long one message may take
/// @param onVirus what is done with malware
/// @param onFailure what is done while clamd does not answer
public record ClamavConfig(
    SocketTarget address,
    ByteSize maxSize,
    Duration timeout,
    CheckAction onVirus,
    OnFailure onFailure) {
  public static ClamavConfig defaults() {
    return new ClamavConfig(
        SocketTarget.parse("unix:/run/clamav/clamd.ctl"),
        ByteSize.ofMegabytes(25),
        Duration.ofSeconds(60),
        CheckAction.REJECT,
        OnFailure.DEFER);
  }
}
