/// Bodies: spooled while they stream in, hashed, kept as independent chunks, read by slices.
@NullMarked
package org.posthorn.storage.blob;

import org.jspecify.annotations.NullMarked;
