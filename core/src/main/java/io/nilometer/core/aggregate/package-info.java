/**
 * Aggregates: what a metric computes, as accumulators that can be updated event by event, added up in any order and
 * written as bytes. Their results depend on the multiset of events alone.
 */
@NullMarked
package io.nilometer.core.aggregate;

import org.jspecify.annotations.NullMarked;
