/// Allow and block lists in files that may change while the daemon runs.
///
/// [AccessList] is what a file says, [AccessListFile] keeps it current, [AllowCheck] and
/// [BlockCheck] ask it phase by phase. A list of many thousand entries costs one hash look-up per
/// question. What a list says of a DNS name counts only if the name is proved (it leads back to the
/// address). Read [AccessList] first.
@NullMarked
package org.posthorn.smtp.policy.lists;

import org.jspecify.annotations.NullMarked;
