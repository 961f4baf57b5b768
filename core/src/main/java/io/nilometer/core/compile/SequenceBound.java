package io.nilometer.core.compile;

import org.apache.spark.sql.catalyst.expressions.Sequence;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.jspecify.annotations.Nullable;

/** A sequence makes as many elements as fit its steps between its ends. */
final class SequenceBound {

    private static final int EACH = 8;
    private static final long DAY_MICROS = 86_400_000_000L;
    /** No month is shorter. */
    private static final long MONTH_MICROS = 28 * DAY_MICROS;

    private SequenceBound() {}

    static Bound of(Sequence sequence) {
        boolean whole = sequence.start().dataType() instanceof IntegralType;
        long unit = sequence.start().dataType() instanceof DateType ? DAY_MICROS : 1;
        return (a, budget) -> {
            if (a[0] instanceof Number start && a[1] instanceof Number stop) {
                double span = Math.abs((double) stop.longValue() - start.longValue()) * unit;
                double step = Math.abs(a.length < 3 ? whole ? 1 : DAY_MICROS : step(a[2], whole));
                budget.make(step == 0 ? 0 : (long) Math.min(Long.MAX_VALUE, (span / step) * EACH));
            }
        };
    }

    private static double step(@Nullable Object step, boolean whole) {
        if (step instanceof CalendarInterval interval) {
            return (double) interval.months * MONTH_MICROS
                    + (double) interval.days * DAY_MICROS
                    + interval.microseconds;
        } else if (step instanceof Integer months && !whole) {
            return (double) months * MONTH_MICROS;
        }
        return step instanceof Number number ? number.doubleValue() : 0;
    }
}
