/** What the sources of lines share: bytes come in as they are read, records go out as slices of the same buffers.
 * Not a connector itself. */
@NullMarked
package io.nilometer.connectors.line;

import org.jspecify.annotations.NullMarked;
