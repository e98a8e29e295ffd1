/// The engine on MySQL, tested on private MariaDB servers.
@NullMarked
package org.posthorn.storage.engine.mysql;

import org.jspecify.annotations.NullMarked;
