package org.posthorn.auth.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderField;

/// The DKIM signatures of one message, from the end of its header to the verdicts. For one thread.
public final class DkimVerification {
  private static final String FIELD = "dkim-signature";

  /// Signatures beyond those that are verified get a verdict each, up to this many.
  private static final int MAX_TOLD = 20;

  private final List<SignatureField> checked = new ArrayList<>();
  private final List<SignatureField> unchecked = new ArrayList<>();
  private final VerifierLimits limits;
  private final boolean complete;

  /// @param header the header
  public DkimVerification(HeaderBlock header, VerifierLimits limits) {
    this.limits = limits;
    this.complete = header.complete();
    for (HeaderField field : header.fields(FIELD)) {
      if (checked.size() < limits.maxSignatures()) {
        checked.add(SignatureField.dkim(field));
      } else if (unchecked.size() < MAX_TOLD) {
        unchecked.add(SignatureField.dkim(field));
      }
    }
  }

  /// The hashes of the body that are needed, as many as the limit allows, each once.
  public Stream<BodyHashSpec> bodySpecs() {
    return signatures().map(DkimSignature::bodySpec).distinct().limit(limits.maxBodyHashes());
  }

  /// The names of the keys that are needed.
  public Stream<String> keyNames() {
    return signatures().map(DkimSignature::keyName);
  }

  private Stream<DkimSignature> signatures() {
    return checked.stream().map(SignatureField::signature).flatMap(Optional::stream);
  }

  /// A result for each signature, from the top; empty where the message has none.
  public List<DkimResult> results(HashedMessage message, KeyLookups keys, Instant now) {
    List<DkimResult> results = new ArrayList<>();
    for (SignatureField field : checked) {
      results.add(complete ? result(field, message, keys, now) : tooLong(field));
    }
    unchecked.forEach(field -> results.add(field.unchecked("too many signatures")));
    return List.copyOf(results);
  }

  private DkimResult result(
      SignatureField field, HashedMessage message, KeyLookups keys, Instant now) {
    KeyAnswer key =
        field
            .signature()
            .map(good -> keys.get(good.keyName()))
            .orElse(new KeyAnswer.Unusable(SignatureFault.permanent("not looked for")));
    return field.result(message, key, now, limits.skew());
  }

  private static DkimResult tooLong(SignatureField field) {
    return field.unchecked("").with(DkimStatus.PERMERROR, "the header is too long to be verified");
  }
}
