/// Moves a whole store to another engine, row by row and body by body.
///
/// Invariants: nobody else has either store open; the source is only read; the target is marked
/// from the first row to the last check, and a marked store is opened by nobody else. Rows go in
/// the order of their keys, a batch with its bodies in one transaction: so the last row of a
/// target says where an interrupted transfer stopped. Read [StoreTransfer] first.
@NullMarked
package org.posthorn.storage.transfer;

import org.jspecify.annotations.NullMarked;
