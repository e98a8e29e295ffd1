package org.posthorn.storage.blob;

/// The stored bytes of one body, wherever they stand.
public interface BlobSource {
  /// How many there are.
  long length();

  /// Fills the array's part from a position; throws a
  /// [org.posthorn.storage.model.StorageException] when the bytes cannot be read.
  void read(long position, byte[] target, int offset, int length);

  /// Bytes in the heap.
  static BlobSource of(byte[] bytes, int length) {
    return new BlobSource() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public void read(long position, byte[] target, int offset, int count) {
        System.arraycopy(bytes, Math.toIntExact(position), target, offset, count);
      }
    };
  }
}
