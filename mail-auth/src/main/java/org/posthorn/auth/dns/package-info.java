/// Questions to the DNS, as mail needs them: typed, bounded, and honest about failure.
///
/// [Dns] is what everything else sees; names are given and returned in ASCII (A-labels, RFC 5890
/// §2.3.2.1) without the final dot. Answers are values: a name that does not exist, one without
/// such records, and a question that could not be answered are three different things (RFC 2308).
/// Read [Dns] first.
@NullMarked
package org.posthorn.auth.dns;

import org.jspecify.annotations.NullMarked;
