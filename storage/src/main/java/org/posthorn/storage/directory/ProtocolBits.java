package org.posthorn.storage.directory;

import java.util.Arrays;
import java.util.List;
import org.posthorn.storage.model.Protocol;

/// Sets of protocols as they are stored: a bit each, 0 for all of them. The bits never change.
final class ProtocolBits {
  private ProtocolBits() {}

  private static int bit(Protocol protocol) {
    return switch (protocol) {
      case IMAP -> 1;
      case POP3 -> 2;
      case SUBMISSION -> 4;
      case SMTP -> 8;
      case ADMIN -> 16;
      case SYSTEM -> 32;
    };
  }

  static boolean has(int bits, Protocol protocol) {
    return bits == 0 || (bits & bit(protocol)) != 0;
  }

  static int of(List<Protocol> protocols) {
    return protocols.stream().mapToInt(ProtocolBits::bit).reduce(0, (a, b) -> a | b);
  }

  static List<Protocol> list(int bits) {
    return bits == 0
        ? List.of()
        : Arrays.stream(Protocol.values()).filter(p -> (bits & bit(p)) != 0).toList();
  }
}
