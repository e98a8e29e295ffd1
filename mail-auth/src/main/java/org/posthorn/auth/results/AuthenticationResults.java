package org.posthorn.auth.results;

import java.util.List;
import java.util.Optional;

/// An Authentication-Results field (RFC 8601 §2.2), or what stands behind the instance of an
/// ARC-Authentication-Results field (RFC 8617 §4.1.1). Immutable.
///
/// @param authservId who checked
/// @param results what was found, in order; empty where nothing was checked
public record AuthenticationResults(String authservId, List<MethodResult> results) {
  /// The name of the field.
  public static final String FIELD = "Authentication-Results";

  public AuthenticationResults {
    results = List.copyOf(results);
  }

  /// The value of the field, folded with CRLF and a tab, without its end. Nothing that a stranger
  /// wrote can leave its place; texts are cut where they are too long. It is ASCII, but for
  /// reverse-paths that are not.
  public String value() {
    return ResultsWriter.value(this);
  }

  /// Reads the value of a field, folds included. What cannot be read of it is left out; empty where
  /// not even its first word can.
  public static Optional<AuthenticationResults> parse(String value) {
    return new ResultsParser(value).field();
  }

  /// Reads the value of an ARC-Authentication-Results field.
  public static Optional<ArcResults> parseArc(String value) {
    ResultsParser parser = new ResultsParser(value);
    return parser
        .instance()
        .flatMap(instance -> parser.field().map(field -> new ArcResults(instance, field)));
  }

  /// What one link of a chain found.
  ///
  /// @param instance the number of the link (`i`), 1 to 50
  public record ArcResults(int instance, AuthenticationResults results) {
    /// The value of the field.
    public String value() {
      return "i=" + instance + "; " + results.value();
    }
  }

  /// The results of a method, in order.
  ///
  /// @param method in lower case
  public List<MethodResult> of(String method) {
    return results.stream().filter(result -> result.method().equals(method)).toList();
  }
}
