package org.posthorn.smtp.policy;

/// A header field that the server puts in front of a message.
///
/// @param name the field's name
/// @param value its value; line ends in it are written as folds
public record TraceField(String name, String value) {}
