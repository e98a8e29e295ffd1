package org.posthorn.smtp.transaction;

/// What was noticed while a message streamed in.
///
/// @param size octets, without stuffed dots
/// @param receivedFields Received fields in its header
/// @param hasDate whether the header has a Date field
/// @param hasMessageId whether the header has a Message-ID field
/// @param bareLineEnds whether a CR or a LF stands alone in it
/// @param nul whether it holds NUL octets
/// @param longestLine octets of its longest line, without the LF
public record MessageFacts(
    long size,
    int receivedFields,
    boolean hasDate,
    boolean hasMessageId,
    boolean bareLineEnds,
    boolean nul,
    int longestLine) {}
