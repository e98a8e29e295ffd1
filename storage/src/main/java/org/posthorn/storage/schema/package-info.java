/// What is stored: one record for each table, with the declaration of its columns, key and
/// indexes.
///
/// This package is the layout of the store, for every engine. Read in this order: [AccountRow],
/// [MailboxRow], [MessageRow], [EmailRow], [BlobRow]. An account 1—n mailboxes 1—n messages n—1
/// emails n—1 bodies.
///
/// Table numbers: 16 account, 17 domain, 18 address, 19 alias, 20 credential, 21 mailbox, 22
/// message, 23 email, 24 expunged, 25 subscription, 26 email_purge, 27 blob, 28 blob_link, 29
/// blob_sweep, 30 structure, 31 queue_entry, 32 state, 33 job, 34 (reserved: commit_token, for
/// engines that must look up the fate of a commit), 35 queue_partition. Numbers of tables,
/// columns and indexes are never changed and never used again; a column that is added later has a
/// default.
///
/// Invariants (checked by [org.posthorn.storage.maintenance.StoreVerifier]): the counts in a
/// mailbox row are those of its message rows; an account's usage is the sum over its visible
/// mailboxes; an email's `refs` is the number of message rows that show it; every email and queue
/// entry has a `blob_link`, every linked hash has a blob row and a stored body.
///
/// Times are microseconds since 1970 in UTC. All rows are immutable; arrays in them are never
/// modified.
@NullMarked
package org.posthorn.storage.schema;

import org.jspecify.annotations.NullMarked;
