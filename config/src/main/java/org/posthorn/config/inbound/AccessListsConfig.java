package org.posthorn.config.inbound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The files of addresses and names that are always or never let in: `[inbound.lists]`. Immutable.
///
/// @param allow the allow list
/// @param block the block list
/// @param blockAction what is done with what is on the block list
/// @param reloadInterval how often the files are looked at
public record AccessListsConfig(
    Optional<Path> allow, Optional<Path> block, CheckAction blockAction, Duration reloadInterval) {
  public static AccessListsConfig defaults() {
    return new AccessListsConfig(
        Optional.empty(), Optional.empty(), CheckAction.REJECT, Duration.ofSeconds(10));
  }
}
