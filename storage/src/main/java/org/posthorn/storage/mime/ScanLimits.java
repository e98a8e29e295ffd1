package org.posthorn.storage.mime;

/// What bounds the work and the memory of a [MessageScanner]. Beyond a limit a message is still
/// accepted and its offsets are exact; only the description gets coarser.
///
/// @param maxDepth multiparts and messages within each other; deeper ones become opaque leaves
/// @param maxParts parts of all kinds; with the last one, the rest of the message is one opaque
///     leaf
/// @param maxHeader octets kept of the message's own header; fields after them are not seen
/// @param maxPartHeader octets kept of the header of each part
/// @param maxAllHeaders octets kept of all headers together
/// @param maxAddresses entries of all address fields together
public record ScanLimits(
    int maxDepth,
    int maxParts,
    int maxHeader,
    int maxPartHeader,
    int maxAllHeaders,
    int maxAddresses) {

  /// Far above what real mail has: 100 levels, 10,000 parts, headers of 256 KiB (64 KiB for a part,
  /// 2 MiB in all), 20,000 addresses.
  public static final ScanLimits DEFAULT =
      new ScanLimits(100, 10_000, 256 << 10, 64 << 10, 2 << 20, 20_000);

  public ScanLimits {
    if (maxDepth < 1 || maxDepth > StructureCodec.MAX_DEPTH) {
      throw new IllegalArgumentException("depth from 1 to " + StructureCodec.MAX_DEPTH);
    }
    if (maxParts < 2
        || maxHeader < 1
        || maxPartHeader < 1
        || maxAllHeaders < 1
        || maxAddresses < 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
