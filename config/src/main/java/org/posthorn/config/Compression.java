package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// How new bodies are compressed.
public enum Compression implements Choice {
  /// Not at all.
  NONE("none"),
  /// Zstandard (RFC 8878), chunk by chunk, where it makes a chunk smaller.
  ZSTD("zstd");

  private final String text;

  Compression(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
