package org.posthorn.storage.schema;

import java.util.List;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.CredentialId;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.model.SpecialUse;

/// Column types of domain values. Enums are stored by name, lists of words joined by spaces.
final class Types {
  static final ColumnType<AccountId> ACCOUNT =
      ColumnType.INT64.as(AccountId::new, AccountId::value);
  static final ColumnType<MailboxId> MAILBOX =
      ColumnType.INT64.as(MailboxId::new, MailboxId::value);
  static final ColumnType<EmailId> EMAIL = ColumnType.INT64.as(EmailId::new, EmailId::value);
  static final ColumnType<CredentialId> CREDENTIAL =
      ColumnType.INT64.as(CredentialId::new, CredentialId::value);
  static final ColumnType<QueueEntryId> QUEUE_ENTRY =
      ColumnType.INT64.as(QueueEntryId::new, QueueEntryId::value);
  static final ColumnType<SpecialUse> USE =
      ColumnType.STRING.as(SpecialUse::valueOf, SpecialUse::name);

  /// Words without spaces, in order.
  static final ColumnType<List<String>> WORDS = ColumnType.STRING.as(Types::split, Types::join);

  private Types() {}

  static <E extends Enum<E>> ColumnType<E> name(Class<E> type) {
    return ColumnType.STRING.as(text -> Enum.valueOf(type, text), Enum::name);
  }

  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private static String join(List<String> words) {
    return String.join(" ", words);
  }
}
