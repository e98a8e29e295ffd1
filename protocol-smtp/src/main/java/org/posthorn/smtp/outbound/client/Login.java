package org.posthorn.smtp.outbound.client;

import org.posthorn.config.value.Secret;

/// What we log in to a smart host with. Immutable.
public record Login(String user, Secret password) {}
