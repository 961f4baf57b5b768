/** Lines from TCP connections: one that we open and open again, or all that others open to us.
 * What was in flight at a crash is lost. */
@NullMarked
package io.nilometer.connectors.socket;

import org.jspecify.annotations.NullMarked;
