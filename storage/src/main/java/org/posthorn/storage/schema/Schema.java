package org.posthorn.storage.schema;

import java.util.List;
import org.posthorn.storage.engine.Table;

/// All tables of the mail store.
public final class Schema {
  /// Every table, for engines that must know them at open.
  public static final List<Table<?>> TABLES =
      List.of(
          AccountRow.TABLE,
          DomainRow.TABLE,
          AddressRow.TABLE,
          AliasRow.TABLE,
          CredentialRow.TABLE,
          MailboxRow.TABLE,
          MessageRow.TABLE,
          EmailRow.TABLE,
          ExpungedRow.TABLE,
          SubscriptionRow.TABLE,
          EmailPurgeRow.TABLE,
          BlobRow.TABLE,
          BlobLinkRow.TABLE,
          BlobSweepRow.TABLE,
          StructureRow.TABLE,
          QueueEntryRow.TABLE,
          QueuePartitionRow.TABLE,
          StateRow.TABLE,
          JobRow.TABLE,
          AccountShardRow.TABLE);

  private Schema() {}
}
