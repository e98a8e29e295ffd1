package org.posthorn.smtp.policy;

import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.storage.blob.SpooledBody;

/// A message as a filter wants it to be. Whoever made the body has it closed at the end of the
/// transaction.
///
/// @param body what is stored
/// @param envelope who sends it and who gets it
public record Rewrite(SpooledBody body, Envelope envelope) {}
