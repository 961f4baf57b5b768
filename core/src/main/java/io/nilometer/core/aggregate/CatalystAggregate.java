package io.nilometer.core.aggregate;

import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate of Spark's that has no accumulator of ours. One instance serves one worker; buffers are opaque.
 * Its result may depend on the order of events.
 */
public interface CatalystAggregate {

    /** Makes the instance of one worker. */
    interface Maker {
        CatalystAggregate make();
    }

    Object newBuffer();

    /** @param slots of the row that hold the inputs, in order */
    Object update(Object buffer, EventRow row, int[] slots);

    Object merge(Object buffer, Object other);

    byte[] write(Object buffer);

    Object read(byte[] bytes);

    /** In catalyst's form; null is a result too. */
    @Nullable
    Object result(Object buffer);
}
