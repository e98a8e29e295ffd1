package org.posthorn.smtp.policy.auth;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.auth.results.AuthenticationResults;
import org.posthorn.smtp.policy.Findings;
import org.posthorn.smtp.policy.TraceField;

/// Writes what was found out in front of the message. Immutable.
///
/// @param authservId our name in Authentication-Results
/// @param hostname our name in Received-SPF
/// @param receivedSpf whether that is written
record ResultFields(String authservId, String hostname, boolean receivedSpf) {
  private static final String RECEIVED_SPF = "Received-SPF";

  Findings of(SenderResults results) {
    List<TraceField> fields = new ArrayList<>(2);
    fields.add(
        new TraceField(
            AuthenticationResults.FIELD,
            new AuthenticationResults(authservId, results.methods()).value()));
    if (receivedSpf) {
      fields.add(new TraceField(RECEIVED_SPF, results.reversePath().receivedSpf(hostname)));
    }
    return Findings.of(fields.toArray(TraceField[]::new));
  }
}
