/// A message's header as octets and fields, the way signatures need it: nothing is decoded, nothing
/// is changed.
///
/// [HeaderBlock] cuts a header into fields (RFC 5322 §2.2). A line ends with LF, with or without a
/// CR before it, as everywhere in this program; a line without a field name belongs to no field.
/// Read [HeaderBlock] first.
@NullMarked
package org.posthorn.auth.header;

import org.jspecify.annotations.NullMarked;
