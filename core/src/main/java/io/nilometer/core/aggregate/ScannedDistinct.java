package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code count(distinct …)} in a scan, where values have numbers as long as there are not too many of them.
 *
 * <p>State: how many, then the first of their numbers (see {@link FewNumbers}); the object slot has the others as a {@link
 * NumberSet}. When there are too many values for numbers, or the cell is merged, the state becomes that of {@link
 * CountDistinct}, which has a tag in the highest byte of its third long.
 */
final class ScannedDistinct extends Accumulator {

    private final DistinctInput input;
    private final int firstSlot;
    private final ScanDictionary dictionary;
    private final ValueNumbers values;
    private final CountDistinct entries = new CountDistinct();
    private int[] scratch = new int[16];

    ScannedDistinct(int[] slots, List<FieldType> types, ScanDictionary dictionary) {
        this.input = new DistinctInput(slots, types);
        this.firstSlot = slots[0];
        this.dictionary = dictionary;
        this.values = dictionary.values;
    }

    @Override
    public int longs() {
        return entries.longs();
    }

    @Override
    public int objects() {
        return entries.objects();
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        if (!input.read(row)) {
            return;
        }
        int number = hasNumbers(longs, at) ? values.number(firstSlot, input.a(), input.b()) : ValueNumbers.NONE;
        if (number == ValueNumbers.NONE) {
            widen(longs, at, objects, objectAt);
            entries.add(longs, at, objects, objectAt, input.a(), input.b());
        } else if (!FewNumbers.holds(longs[at + 1], longs[at + 2], number)) {
            add(longs, at, objects, objectAt, number);
        }
    }

    private static void add(long[] longs, int at, @Nullable Object[] objects, int objectAt, int number) {
        int size = (int) longs[at];
        if (size < FewNumbers.MOST) {
            FewNumbers.add(longs, at + 1, size, number);
        } else {
            Object set = objects[objectAt];
            if (NumberSet.holds(set, number)) {
                return;
            }
            Object with = NumberSet.with(set, size - FewNumbers.MOST, number);
            if (with != set) {
                objects[objectAt] = with;
            }
        }
        longs[at] = size + 1;
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        widen(longs, at, objects, objectAt);
        entries.merge(longs, at, objects, objectAt, other);
    }

    @Override
    public void merge(
            long[] longs,
            int at,
            @Nullable Object[] objects,
            int objectAt,
            long[] otherLongs,
            int otherAt,
            @Nullable Object[] otherObjects,
            int otherObjectAt) {
        widen(longs, at, objects, objectAt);
        if (hasNumbers(otherLongs, otherAt)) {
            int count = numbers(otherLongs, otherAt, otherObjects[otherObjectAt]);
            addNumbered(longs, at, objects, objectAt, count);
        } else {
            entries.merge(longs, at, objects, objectAt, otherLongs, otherAt, otherObjects, otherObjectAt);
        }
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        if (!hasNumbers(longs, at)) {
            entries.write(longs, at, objects, objectAt, out);
            return;
        }
        int count = numbers(longs, at, objects[objectAt]);
        out.writeUnsigned(2L * count | CountDistinct.NUMBERED);
        for (int i = 0; i < count; i++) {
            dictionary.write(scratch[i], out);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return entries.result(longs, at, objects, objectAt);
    }

    @Override
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        return objects[objectAt] instanceof long[]
                ? entries.heapBytes(objects, objectAt)
                : NumberSet.heapBytes(objects[objectAt]);
    }

    private static boolean hasNumbers(long[] longs, int at) {
        return DistinctValue.tag(longs[at + 2]) == 0;
    }

    /** Turns numbers back into values. */
    private void widen(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        if (hasNumbers(longs, at)) {
            int count = numbers(longs, at, objects[objectAt]);
            Arrays.fill(longs, at, at + longs(), 0);
            objects[objectAt] = null;
            addNumbered(longs, at, objects, objectAt, count);
        }
    }

    private void addNumbered(long[] longs, int at, @Nullable Object[] objects, int objectAt, int count) {
        for (int i = 0; i < count; i++) {
            entries.add(longs, at, objects, objectAt, values.a(scratch[i]), values.b(scratch[i]));
        }
    }

    /** Puts all numbers of a state into {@link #scratch} and tells how many there are. */
    private int numbers(long[] longs, int at, @Nullable Object set) {
        int count = (int) longs[at];
        if (scratch.length < count) {
            scratch = new int[Math.max(count, 2 * scratch.length)];
        }
        int few = Math.min(count, FewNumbers.MOST);
        for (int i = 0; i < few; i++) {
            scratch[i] = FewNumbers.number(longs, at + 1, i);
        }
        NumberSet.copy(set, scratch, few);
        return count;
    }
}
