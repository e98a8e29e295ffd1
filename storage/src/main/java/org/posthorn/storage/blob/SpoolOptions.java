package org.posthorn.storage.blob;

/// How bodies are spooled.
///
/// @param inlineLimit stored bytes up to which a body stays in memory and goes into a segment, at
///     least one chunk (128 KB) and its head
/// @param compressionLevel level of zstd; 0 stores chunks as they are
public record SpoolOptions(int inlineLimit, int compressionLevel) {
  public SpoolOptions {
    if (inlineLimit < 0 || compressionLevel < 0 || compressionLevel > 19) {
      throw new IllegalArgumentException("a limit or level is out of range");
    }
  }

  /// 256 KB, no compression.
  public static SpoolOptions defaults() {
    return new SpoolOptions(256 * 1024, 0);
  }
}
