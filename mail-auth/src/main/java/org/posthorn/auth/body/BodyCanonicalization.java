package org.posthorn.auth.body;

/// How a body is brought into the form that is hashed (RFC 6376 §3.4.3, §3.4.4).
public enum BodyCanonicalization {
  /// As it came, without empty lines at the end.
  SIMPLE,
  /// Runs of blanks made one, blanks at line ends taken off, without empty lines at the end.
  RELAXED
}
