package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * How one aggregate keeps and changes its state. The state itself lies in the caller's arrays, from {@code at} on: a fixed
 * number of longs and a fixed number of object references (null at first). One instance is used by one thread.
 *
 * <p>States of a scan belong to the accumulators that share its {@link ScanDictionary}; to those of merge they go as bytes,
 * which may refer to what the same block has before them.
 *
 * <p>Merging is commutative and associative: the result is a function of the multiset of updates. {@link #update} cannot
 * throw: what its inputs need was computed before.
 */
public abstract class Accumulator {

    /** Number of long slots. */
    public abstract int longs();

    /** Number of object slots. */
    public abstract int objects();

    /** Makes the state of "no event yet"; object slots are null already, long slots zero. */
    public void init(long[] longs, int at) {}

    /**
     * Adds one event. The inputs' slots (and the filter's) were given when the accumulator was made; what stays is copied
     * out of the row.
     */
    public abstract void update(
            long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order);

    /** Adds a state that {@link #write} wrote. */
    public abstract void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other);

    /** Adds another state, which stays as it is and shares nothing with this one afterwards. */
    public abstract void merge(
            long[] longs,
            int at,
            @Nullable Object[] objects,
            int objectAt,
            long[] otherLongs,
            int otherAt,
            @Nullable Object[] otherObjects,
            int otherObjectAt);

    public abstract void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out);

    /** The result in catalyst's form (UTF8String, Decimal, ArrayData, boxed primitives), or null. */
    public abstract @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt);

    /** Bytes of heap behind the object slots, roughly. */
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        return 0;
    }

    /** Whether the state left something out because of a limit; the result then tells of what was kept. */
    public boolean capped(@Nullable Object[] objects, int objectAt) {
        return false;
    }

    /** Whether the result is null because it does not fit its type. */
    public boolean tooLarge(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return false;
    }
}
