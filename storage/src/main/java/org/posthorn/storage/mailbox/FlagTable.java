package org.posthorn.storage.mailbox;

import java.util.Set;
import java.util.stream.IntStream;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SystemFlag;

/// The 32 values of [Flags] without keywords, made once.
final class FlagTable {
  private static final Flags[] SYSTEM =
      IntStream.range(0, 1 << SystemFlag.values().length)
          .mapToObj(bits -> new Flags(bits, Set.of()))
          .toArray(Flags[]::new);

  private FlagTable() {}

  static Flags system(int bits) {
    return SYSTEM[bits];
  }
}
