/// Questions to the DNS, as mail needs them: typed, bounded, and honest about failure.
///
/// [Dns] is what everything else sees; names are given and returned in ASCII (A-labels, RFC 5890
/// §2.3.2.1) without the final dot. Answers are values: a name that does not exist, one without
/// such records, and a question that could not be answered are three different things (RFC 2308).
/// Read [Dns] first.
///
/// [ResolverDns] is the one implementation: `NameServers` chooses among the resolvers and
/// `NameServer` asks one of them (RFC 1035, EDNS of RFC 6891, TCP as RFC 7766 §5 wants it), with
/// dnsjava for the octets. `AnswerReader` takes from a message what belongs to the question,
/// `AnswerCache` remembers it. [DeadlineDns] bounds the time of many questions together.
/// Validation
/// of DNSSEC is absent: a resolver that is trusted says what it found ([DnssecTrust]).
@NullMarked
package org.posthorn.auth.dns;

import org.jspecify.annotations.NullMarked;
