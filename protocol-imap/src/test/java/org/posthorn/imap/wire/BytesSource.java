package org.posthorn.imap.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// A client whose whole conversation is known beforehand; counts the invitations it got.
final class BytesSource implements CommandSource {
  private final byte[] octets;
  private int position;
  private int invitations;

  BytesSource(String conversation) {
    this(conversation.getBytes(StandardCharsets.ISO_8859_1));
  }

  BytesSource(byte[] octets) {
    this.octets = octets;
  }

  int invitations() {
    return invitations;
  }

  /// What has not been read.
  String rest() {
    return new String(octets, position, octets.length - position, StandardCharsets.ISO_8859_1);
  }

  @Override
  public Optional<byte[]> line() throws EOFException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (position < octets.length) {
      byte octet = octets[position++];
      if (octet == '\n') {
        byte[] all = line.toByteArray();
        boolean crlf = all.length > 0 && all[all.length - 1] == '\r';
        return Optional.of(Arrays.copyOf(all, all.length - (crlf ? 1 : 0)));
      }
      line.write(octet);
    }
    throw new EOFException("no line");
  }

  @Override
  public void literal(byte[] target, int offset, int length) throws EOFException {
    if (octets.length - position < length) {
      throw new EOFException("no literal");
    }
    System.arraycopy(octets, position, target, offset, length);
    position += length;
  }

  @Override
  public void skip(long length) throws EOFException {
    if (octets.length - position < length) {
      throw new EOFException("no octets to skip");
    }
    position += (int) length;
  }

  @Override
  public void invite() {
    invitations++;
  }
}
