/// Typed configuration: one immutable record for each section of the file.
///
/// Read [PosthornConfig] first. Every record has `defaults()`, which is what a file that does not
/// mention the section gets. The text side (reading TOML, the sample file, the reference) is
/// `org.posthorn.config.read`; value types such as sizes and networks are
/// `org.posthorn.config.value`.
///
/// The records depend on nothing but the JDK and are safe for use by any thread. Ranges and
/// relations
/// between settings are checked where a file is read, not in constructors, so that tests may go
/// beyond
/// them; the only global rule here is that no component is ever `null`.
///
/// Deliberately absent: reloading. A changed file takes effect when the daemon is restarted;
/// certificates are the exception, see [TlsConfig].
@NullMarked
package org.posthorn.config;

import org.jspecify.annotations.NullMarked;
