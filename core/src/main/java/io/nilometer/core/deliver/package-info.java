/**
 * Delivery: brings the rows of committed batches to sinks, in order, one thread per output, retried, behind the commit.
 * Rows come in from an engine's commits or from its outbox; calls of {@link io.nilometer.api.Sink#write} go out.
 *
 * <p>What an engine does, in this order: open its {@link io.nilometer.core.deliver.Outbox} and
 * {@link io.nilometer.core.deliver.Marks}; make a {@link io.nilometer.core.deliver.Delivery} before its first commit; with
 * each commit make the rows durable as {@link io.nilometer.core.deliver.RowCodec#write} gives them, then
 * {@link io.nilometer.core.deliver.Delivery#offer} them; between batches ask
 * {@link io.nilometer.core.deliver.Delivery#failure} (stop) and {@link io.nilometer.core.deliver.Delivery#isFull} (pause
 * reading); at the end {@link io.nilometer.core.deliver.Delivery#await}, then
 * {@link io.nilometer.core.deliver.Delivery#close}, and close the outbox last.
 */
@NullMarked
package io.nilometer.core.deliver;

import org.jspecify.annotations.NullMarked;
