/// The tier of caches that several daemons share, between the memory of each and their database.
///
/// Only what never changes under its name is kept in it, or what says itself up to which change it
/// is true: so nothing has to be thrown out of it for answers to stay right. `docs/caching.md` has
/// the whole list.
@NullMarked
package org.posthorn.storage.cache;

import org.jspecify.annotations.NullMarked;
