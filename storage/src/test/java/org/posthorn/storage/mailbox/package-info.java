/// Tests of mailboxes on every engine.
@NullMarked
package org.posthorn.storage.mailbox;

import org.jspecify.annotations.NullMarked;
