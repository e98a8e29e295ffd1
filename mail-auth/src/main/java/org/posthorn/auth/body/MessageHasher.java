package org.posthorn.auth.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderCollector;

/// Takes a message in pieces of any size; keeps its header and hashes its body. For one thread.
///
/// Whoever made it is told of the header as soon as it is complete, and says then which hashes of
/// the body it needs.
public final class MessageHasher {
  /// Octets of a header that are kept, where nobody says otherwise.
  public static final int DEFAULT_MAX_HEADER = 256 * 1024;

  private static final int BUFFER = 16 * 1024;

  private final HeaderCollector collector;
  private final Function<HeaderBlock, Set<BodyHashSpec>> plan;
  private Optional<Body> body = Optional.empty();

  private record Body(HeaderBlock header, BodyHasher hasher) {}

  /// @param maxHeader octets of the header that are kept
  /// @param plan is called once, with the header, and says how the body is to be hashed
  public MessageHasher(int maxHeader, Function<HeaderBlock, Set<BodyHashSpec>> plan) {
    this.collector = new HeaderCollector(maxHeader);
    this.plan = plan;
  }

  /// A hasher that knows beforehand how the body is to be hashed.
  public static MessageHasher of(BodyHashSpec... specs) {
    return new MessageHasher(DEFAULT_MAX_HEADER, _ -> Set.of(specs));
  }

  /// Takes the next octets.
  public void write(byte[] bytes, int offset, int length) {
    int header = 0;
    if (!collector.ended()) {
      header = collector.accept(bytes, offset, length);
      if (!collector.ended()) {
        return;
      }
    }
    startedBody().hasher.accept(bytes, offset + header, length - header);
  }

  /// Takes octets.
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /// Takes a stream to its end; does not close it.
  public void write(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      write(buffer, 0, n);
    }
  }

  private Body startedBody() {
    if (body.isEmpty()) {
      HeaderBlock header = collector.block();
      body = Optional.of(new Body(header, new BodyHasher(plan.apply(header))));
    }
    return body.get();
  }

  /// The message has ended. To be called once.
  public HashedMessage finish() {
    Body last = startedBody();
    Map<BodyHashSpec, BodyHash> hashes = last.hasher.finish();
    return new HashedMessage(last.header, hashes);
  }
}
