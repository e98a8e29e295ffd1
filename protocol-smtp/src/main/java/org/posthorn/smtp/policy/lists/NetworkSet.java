package org.posthorn.smtp.policy.lists;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.posthorn.config.value.IpNetwork;

/// Networks of both families. Looking one up costs a hash for each prefix length that occurs, not
/// for each network. Immutable.
public final class NetworkSet {
  private final Set<IpNetwork> networks;
  private final BitSet lengths4 = new BitSet();
  private final BitSet lengths6 = new BitSet();

  /// @param networks in any order, overlapping or not
  public NetworkSet(Collection<IpNetwork> networks) {
    this.networks = new HashSet<>(networks);
    for (IpNetwork network : networks) {
      lengths(network.address()).set(network.prefixLength());
    }
  }

  /// Whether one of the networks holds the address.
  public boolean contains(InetAddress address) {
    BitSet lengths = lengths(address);
    for (int length = lengths.nextSetBit(0); length >= 0; length = lengths.nextSetBit(length + 1)) {
      if (networks.contains(around(address, length))) {
        return true;
      }
    }
    return false;
  }

  private BitSet lengths(InetAddress address) {
    return address.getAddress().length == 4 ? lengths4 : lengths6;
  }

  /// The network of that length in which the address lies.
  public static IpNetwork around(InetAddress address, int length) {
    byte[] octets = address.getAddress();
    for (int i = 0; i < octets.length; i++) {
      int kept = Math.clamp(length - 8L * i, 0, 8);
      octets[i] = (byte) (octets[i] & (0xff << (8 - kept)));
    }
    try {
      return new IpNetwork(InetAddress.getByAddress(octets), Math.min(length, 8 * octets.length));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of its own length is always legal", e);
    }
  }
}
