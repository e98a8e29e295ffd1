package org.posthorn.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.imap.command.AccountCommand;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.command.ListAttribute;
import org.posthorn.imap.command.ListPattern;
import org.posthorn.imap.command.ListReturn;
import org.posthorn.imap.command.ListSelection;
import org.posthorn.imap.session.SessionState.LoggedIn;
import org.posthorn.storage.mailbox.MailboxInfo;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxStatus;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageException;

/// LIST and LSUB (RFC 3501 §6.3.8, §6.3.9; RFC 3348; RFC 5258; RFC 5819; RFC 6154).
final class ListCommands {
  private final SessionContext context;

  ListCommands(SessionContext context) {
    this.context = context;
  }

  Step list(LoggedIn state, AccountCommand.ListMailboxes command) throws IOException {
    if (command.asksForSeparator()) {
      context.send(new ImapResponse.Separator(false));
      return Step.to(state, Reply.ok("List completed"));
    }
    List<MailboxInfo> all = mailboxes().list(state.actor(), state.owner());
    for (MailboxInfo info : all) {
      if (matchesAny(command.patterns(), info.name())) {
        listOne(state, command, info, all);
      }
    }
    return Step.to(state, Reply.ok("List completed"));
  }

  private MailboxService mailboxes() {
    return context.services().mailboxes();
  }

  private static boolean matchesAny(List<ListPattern> patterns, MailboxName name) {
    for (ListPattern pattern : patterns) {
      if (pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }

  private void listOne(
      LoggedIn state, AccountCommand.ListMailboxes command, MailboxInfo info, List<MailboxInfo> all)
      throws IOException {
    boolean chosen = chosen(command.selection(), info);
    Set<ListSelection> childInfo =
        command.selection().contains(ListSelection.RECURSIVEMATCH)
            ? childInfo(command, info, all)
            : Set.of();
    if (!chosen && childInfo.isEmpty()) {
      return;
    }
    boolean subscription =
        command.options().subscribed() || command.selection().contains(ListSelection.SUBSCRIBED);
    context.send(
        new ImapResponse.Listed(
            false, attributes(info, subscription), info.name(), childInfo, Optional.empty()));
    tellStatus(state, command.options(), info);
  }

  /// Whether a name meets the selection options itself (RFC 5258 §3.1). Without any, names that are
  /// only subscribed to are no mailboxes.
  private static boolean chosen(Set<ListSelection> selection, MailboxInfo info) {
    if (selection.contains(ListSelection.SUBSCRIBED) && !info.subscribed()) {
      return false;
    }
    if (selection.contains(ListSelection.SPECIAL_USE) && info.specialUse().isEmpty()) {
      return false;
    }
    return selection.contains(ListSelection.SUBSCRIBED) || exists(info);
  }

  private static boolean exists(MailboxInfo info) {
    return info.selectable() || info.hasChildren();
  }

  /// RECURSIVEMATCH: names below that meet the selection but do not match by themselves (RFC 5258
  /// §3.5).
  private static Set<ListSelection> childInfo(
      AccountCommand.ListMailboxes command, MailboxInfo parent, List<MailboxInfo> all) {
    if (!command.selection().contains(ListSelection.SUBSCRIBED)) {
      return Set.of();
    }
    for (MailboxInfo info : all) {
      if (info.subscribed()
          && parent.name().isParentOf(info.name())
          && !matchesAny(command.patterns(), info.name())) {
        return EnumSet.of(ListSelection.SUBSCRIBED);
      }
    }
    return Set.of();
  }

  private static List<ListAttribute> attributes(MailboxInfo info, boolean subscription) {
    List<ListAttribute> attributes = new ArrayList<>();
    if (!exists(info)) {
      attributes.add(ListAttribute.NON_EXISTENT);
    } else if (!info.selectable()) {
      attributes.add(ListAttribute.NO_SELECT);
    }
    attributes.add(info.hasChildren() ? ListAttribute.HAS_CHILDREN : ListAttribute.HAS_NO_CHILDREN);
    if (subscription && info.subscribed()) {
      attributes.add(ListAttribute.SUBSCRIBED);
    }
    info.specialUse().map(ListAttribute::of).ifPresent(attributes::add);
    return attributes;
  }

  /// A mailbox that disappears meanwhile has no status (RFC 5819 §2).
  private void tellStatus(LoggedIn state, ListReturn options, MailboxInfo info) throws IOException {
    if (options.status().isEmpty() || info.id().isEmpty() || !info.selectable()) {
      return;
    }
    Optional<MailboxStatus> status = status(state, info.id().get());
    if (status.isPresent()) {
      context.send(MailboxCommands.statusResponse(info.name(), options.status(), status.get()));
    }
  }

  private Optional<MailboxStatus> status(LoggedIn state, MailboxId id) {
    try {
      return Optional.of(mailboxes().status(state.actor(), state.owner(), id));
    } catch (StorageException _) {
      return Optional.empty();
    }
  }

  Step lsub(LoggedIn state, AccountCommand.Lsub command) throws IOException {
    if (command.pattern().isBlank()) {
      context.send(new ImapResponse.Separator(true));
      return Step.to(state, Reply.ok("Lsub completed"));
    }
    Set<MailboxName> told = new HashSet<>();
    for (MailboxInfo info : mailboxes().list(state.actor(), state.owner())) {
      if (info.subscribed()) {
        lsubOne(command.pattern(), info, told);
      }
    }
    return Step.to(state, Reply.ok("Lsub completed"));
  }

  /// A name below one that `%` matches makes that one appear as `\Noselect` (RFC 3501 §6.3.9).
  private void lsubOne(ListPattern pattern, MailboxInfo info, Set<MailboxName> told)
      throws IOException {
    if (pattern.matches(info.name())) {
      if (told.add(info.name())) {
        context.send(ImapResponse.Listed.lsub(attributes(info, false), info.name()));
      }
      return;
    }
    Optional<MailboxName> parent = info.name().parent();
    while (parent.isPresent()) {
      if (pattern.matches(parent.get()) && told.add(parent.get())) {
        context.send(ImapResponse.Listed.lsub(List.of(ListAttribute.NO_SELECT), parent.get()));
      }
      parent = parent.get().parent();
    }
  }
}
