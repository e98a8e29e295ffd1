/// DMARC (RFC 9989): whether the domain that a message's From field names stands behind it, and
/// what that domain wants done where it does not.
///
/// [Dmarc] is asked, [DmarcOutcome] is the answer. [Authors] reads From; `DmarcRecord` reads what
/// a domain published; `TreeWalk` asks the DNS, from a name to its parents, and knows the
/// organizational domain (RFC 9989 §4.10). There is no list of public suffixes. What was written
/// for RFC 7489 means what it meant, `pct` too. Everything is bounded: a walk asks 8 questions at
/// most, a check has so many authors, identities and seconds ([DmarcLimits]). Nothing that a
/// message or the DNS says makes any of this throw.
@NullMarked
package org.posthorn.auth.dmarc;

import org.jspecify.annotations.NullMarked;
