package io.nilometer.core.compile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** What functions of arrays make, and the comparisons they take. */
final class ArrayBounds {

    private static final int EACH = 8;
    /** Of so many elements, no choice of them takes long. */
    private static final int FEW = 2_048;

    private ArrayBounds() {}

    static void repeat(@Nullable Object[] a, Budget budget) {
        long times = a[1] instanceof Number number ? Math.max(0, number.longValue()) : 0;
        budget.make(times * Math.max(EACH, Sizes.of(a[0], Budget.LARGEST)));
    }

    /** Beyond its end an array is filled up. */
    static void insert(@Nullable Object[] a, Budget budget) {
        long position = a[1] instanceof Number number ? Math.abs(number.longValue()) : 0;
        long filled = a[0] instanceof ArrayData array ? Math.max(0, position - array.numElements()) : 0;
        budget.make(Sizes.of(a[0], Budget.LARGEST) + EACH + Sizes.of(a[2], Budget.LARGEST) + filled * EACH);
    }

    static void flatten(@Nullable Object[] a, Budget budget) {
        budget.make(Sizes.of(a[0], Budget.LARGEST));
    }

    /** Elements that Spark cannot hash are compared each with each. */
    static void compared(@Nullable Object[] a, Budget budget) {
        long elements = 0;
        for (Object array : a) {
            elements += array instanceof ArrayData some ? some.numElements() : 0;
        }
        budget.spend(elements * elements * EACH);
    }

    /** Elements with one hash are compared each with each: it is known how to make them. */
    static Bound hashed(DataType element) {
        return (a, budget) -> {
            long elements = 0;
            for (Object array : a) {
                elements += array instanceof ArrayData some ? some.numElements() : 0;
            }
            budget.spend(elements * EACH);
            if (elements > FEW) {
                collisions(a, element, budget);
            }
        };
    }

    private static void collisions(@Nullable Object[] a, DataType type, Budget budget) {
        Map<Integer, Integer> byHash = new HashMap<>();
        Set<Object> seen = new HashSet<>();
        for (Object array : a) {
            if (array instanceof ArrayData some) {
                for (int i = 0; i < some.numElements(); i++) {
                    Object value = some.isNullAt(i) ? null : some.get(i, type);
                    if (value != null && seen.add(value)) {
                        budget.spendMore(EACH * byHash.merge(value.hashCode(), 1, Integer::sum));
                    }
                }
            }
        }
    }
}
