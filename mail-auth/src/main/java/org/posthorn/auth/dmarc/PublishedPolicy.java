package org.posthorn.auth.dmarc;

/// The policy that counts for an author, and where it stands. Immutable.
///
/// @param domain the domain that published it: the author's, the organizational domain, or the
///     public suffix above that
/// @param record what it published
/// @param disposition what it asks for the author's domain, before `t` and `pct`
public record PublishedPolicy(String domain, DmarcRecord record, Disposition disposition) {}
