/// A load tool: many connections that deliver, append, log in, fetch or idle, and what that took.
///
/// [LoadTool] is the command line; a [Scenario] is what one connection does again and again;
/// [SignedMail] delivers mail that has to be checked by SPF, DKIM and DMARC. Every reply is
/// checked, so that a fast wrong answer is no result.
@NullMarked
package org.posthorn.benchmarks.load;

import org.jspecify.annotations.NullMarked;
