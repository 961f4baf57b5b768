/** Records from Kafka topics and results into them.
 * The engine keeps the positions; the broker is asked for records and never for a group's offsets. */
@NullMarked
package io.nilometer.connectors.kafka;

import org.jspecify.annotations.NullMarked;
