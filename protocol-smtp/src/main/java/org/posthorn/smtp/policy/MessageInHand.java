package org.posthorn.smtp.policy;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.storage.blob.SpooledBody;

/// The message that is being judged; a filter's changes show to those behind it. For the session's
/// thread.
public final class MessageInHand {
  private final List<TraceField> fields = new ArrayList<>(2);
  private SpooledBody body;
  private Envelope envelope;

  /// @param body what the client sent
  /// @param found header fields of earlier phases
  public MessageInHand(SpooledBody body, Envelope envelope, List<TraceField> found) {
    this.fields.addAll(found);
    this.body = body;
    this.envelope = envelope;
  }

  /// Its octets.
  public SpooledBody body() {
    return body;
  }

  /// Who sends it and who gets it.
  public Envelope envelope() {
    return envelope;
  }

  /// Header fields that earlier checks put in front of it.
  public List<TraceField> fields() {
    return List.copyOf(fields);
  }

  void note(Findings findings) {
    fields.addAll(findings.fields());
    findings
        .rewrite()
        .ifPresent(
            rewrite -> {
              body = rewrite.body();
              envelope = rewrite.envelope();
            });
  }
}
