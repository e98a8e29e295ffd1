/// Writes what people read about the configuration, from the declarations that the reader uses.
///
/// [AnnotatedFile] writes a configuration file with a comment for every key (the sample
/// `config/posthorn.toml` is one), [ReferencePage] the page `docs/configuration.md`. Both are pure
/// functions of the schema; a test compares them with what is committed.
@NullMarked
package org.posthorn.config.reference;

import org.jspecify.annotations.NullMarked;
