/** What connectors share about waiting: a wait that another thread can end, and the pauses between attempts.
 * Not a connector itself. */
@NullMarked
package io.nilometer.connectors.pace;

import org.jspecify.annotations.NullMarked;
