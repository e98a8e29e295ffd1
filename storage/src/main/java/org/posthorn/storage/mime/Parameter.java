package org.posthorn.storage.mime;

/// One parameter of a MIME header field as it was sent: `name` in lower case, `value` without its
/// quotes but otherwise raw. RFC 2231 pieces stay separate (`filename*0*`); [MimeFields#parameter]
/// joins and decodes them.
public record Parameter(String name, String value) {}
