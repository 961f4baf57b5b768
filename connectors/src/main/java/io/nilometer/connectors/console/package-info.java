/** Results as tables for a person at a terminal.
 * Rows come in by relation, text goes to standard output. */
@NullMarked
package io.nilometer.connectors.console;

import org.jspecify.annotations.NullMarked;
