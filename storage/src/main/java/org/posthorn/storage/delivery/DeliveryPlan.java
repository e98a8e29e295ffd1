package org.posthorn.storage.delivery;

import java.util.List;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;

/// What happens to a message for one recipient.
///
/// @param account the account that gets it
/// @param recipient the address in the envelope that led there
/// @param prefix trace header fields put in front of the message for this recipient (Return-Path,
///     Delivered-To, Received), each ending in CRLF; at most 64 KB
/// @param actions what to do, in order; none means to discard it
public record DeliveryPlan(
    AccountId account, MailAddress recipient, byte[] prefix, List<DeliveryAction> actions) {
  public DeliveryPlan {
    actions = List.copyOf(actions);
  }
}
