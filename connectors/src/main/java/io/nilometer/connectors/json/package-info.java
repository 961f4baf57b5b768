/** Rows as JSON text, the same for every sink that writes it.
 * Not a connector itself. */
@NullMarked
package io.nilometer.connectors.json;

import org.jspecify.annotations.NullMarked;
