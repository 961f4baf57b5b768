/** Lines from standard input, up to its end.
 * What was in flight at a crash is lost: a pipe cannot be read twice. */
@NullMarked
package io.nilometer.connectors.stdin;

import org.jspecify.annotations.NullMarked;
