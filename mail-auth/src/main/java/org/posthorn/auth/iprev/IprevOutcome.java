package org.posthorn.auth.iprev;

import java.net.InetAddress;
import java.util.List;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.auth.results.MethodResult.Property;

/// What a check came to. Immutable. Names come from strangers.
///
/// @param result the result
/// @param client the client's address
/// @param names those that lead back to it, in lower case, in the order of the answer
/// @param problem why it did not pass; empty where it did
public record IprevOutcome(
    IprevResult result, InetAddress client, List<String> names, String problem) {
  public IprevOutcome {
    names = List.copyOf(names);
  }

  /// Its part of an Authentication-Results field.
  public MethodResult authenticationResult() {
    return new MethodResult(
        "iprev",
        result.word(),
        problem,
        List.of(new Property("policy", "iprev", client.getHostAddress())));
  }
}
