/// Every setting, declared once: its name, type, default, and what it means.
///
/// A [Setting] is one key of the file, a [Section] is a table of settings and knows how to build
/// its
/// record from their values by plain code, a [Part] says where in
/// [org.posthorn.config.PosthornConfig] that record stands. [Schema] lists all parts. The reader,
/// the
/// annotated sample file and the reference page are all made from this list, so they cannot differ.
///
/// To add a setting: add the component to the record with its default, and a [Setting] to its
/// section
/// class here; then regenerate the two files (the test that compares them says how).
///
/// Everything here is immutable. Read [Schema] first, then [ServerSection].
@NullMarked
package org.posthorn.config.schema;

import org.jspecify.annotations.NullMarked;
