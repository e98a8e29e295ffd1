/// Domain model, mailbox service, directory, storage engines and cache tiers.
@NullMarked
package org.posthorn.storage;

import org.jspecify.annotations.NullMarked;
