package org.posthorn.storage.mime;

import java.util.List;
import java.util.Optional;

/// A Content-Disposition (RFC 2183): `type` in lower case, parameters raw and in order.
public record Disposition(String type, List<Parameter> parameters) {
  public Disposition {
    parameters = List.copyOf(parameters);
  }

  /// The parameter's text, RFC 2231 and RFC 2047 decoded.
  public Optional<String> parameter(String name) {
    return ParameterText.find(parameters, name);
  }
}
