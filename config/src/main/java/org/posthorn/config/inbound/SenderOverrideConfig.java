package org.posthorn.config.inbound;

/// What is done with one domain's mail where DMARC fails, whatever the domain asks:
/// `[[inbound.sender-override]]`. Immutable.
///
/// @param domain the author's domain; those below it are meant too
/// @param action what is done
public record SenderOverrideConfig(String domain, CheckAction action) {}
