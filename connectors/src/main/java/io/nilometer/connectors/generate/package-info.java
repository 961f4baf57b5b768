/** Records made up from the stream's demo section, at a steady rate.
 * The same seed and start give the same records, also over a restart. */
@NullMarked
package io.nilometer.connectors.generate;

import org.jspecify.annotations.NullMarked;
