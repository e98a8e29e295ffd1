package org.posthorn.storage.directory;

import org.posthorn.storage.model.AccountId;

/// Somebody who has proved who they are.
///
/// @param account their account
/// @param login the address they are known by, as stored
public record Principal(AccountId account, String login) {}
