/// Reads messages: MIME structure with byte offsets, envelope, header fields, decoded text.
///
/// Covers the parts of RFC 5322, RFC 2045-2047, RFC 2231 and RFC 6532 that a mail store needs to
/// answer ENVELOPE, BODY, BODYSTRUCTURE, `BODY[section]` (RFC 3501 §6.4.5, §7.4.2; RFC 9051
/// likewise) and SEARCH.
///
/// Read [MessageScanner] first (bytes in, one pass, [MessageStructure] out), then [Part] and
/// [Envelope]. [StructureCodec] turns the result into the bytes that a store keeps; [HeaderFields]
/// cuts a header block; [DecodedText] and [SearchText] serve SEARCH.
///
/// Invariants:
/// - No input makes anything here throw, recurse without bound or take more than linear time; what
///   exceeds a limit of [ScanLimits] becomes an opaque leaf or is cut, and offsets stay exact.
/// - Values taken from a message are *octet strings*: each `char` is one octet (ISO 8859-1),
///   folding is removed, and NUL, CR and LF never occur. Writing them back with ISO 8859-1 gives
///   the sender's bytes; [EncodedWords] makes readable text of them. Only
///   [MessageStructure#preview()] is Unicode text.
/// - Offsets count from the first byte of the message as the sender sent it; headers added on
///   delivery are not seen here.
/// - A line ends with LF or CRLF; a CR elsewhere is an ordinary octet.
///
/// Threads: the model is immutable; a scanner belongs to one thread at a time; everything else is
/// stateless.
///
/// Deliberately absent: character-set repair beyond what Java knows, uuencode and yEnc attachments,
/// S/MIME and PGP contents.
@NullMarked
package org.posthorn.storage.mime;

import org.jspecify.annotations.NullMarked;
