package org.posthorn.auth.arc;

import org.posthorn.auth.dkim.SealSignature;
import org.posthorn.auth.dkim.SignatureField;
import org.posthorn.auth.header.HeaderField;

/// The three fields that one server has added (RFC 8617 §4.2). Immutable.
///
/// @param instance `i=`, from 1
/// @param results ARC-Authentication-Results
/// @param message ARC-Message-Signature
/// @param signature what it says
/// @param seal ARC-Seal
/// @param sealed what it says
/// @param status its `cv=`: what this server found of the chain before it
record ArcSet(
    int instance,
    HeaderField results,
    HeaderField message,
    SignatureField signature,
    HeaderField seal,
    SealSignature sealed,
    ArcStatus status) {}
