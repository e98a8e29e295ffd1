package org.posthorn.auth.dns;

/// What a cache of answers did since it was made.
///
/// @param hits questions that it answered, or that waited for one under way
/// @param misses questions that went to a resolver
/// @param entries answers in it now, about
public record DnsStatistics(long hits, long misses, long entries) {}
