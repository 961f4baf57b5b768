package io.nilometer.core.compile;

import io.nilometer.core.row.EventRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;

/** What a projection writes to: its i-th value goes to the i-th of some slots of an event row. Write only. */
final class TargetSlots extends GenericInternalRow {

    private static final long serialVersionUID = 1L;

    private final int[] slots;
    private transient EventRow row;

    TargetSlots(int[] slots, EventRow row) {
        super(0);
        this.slots = slots;
        this.row = row;
    }

    void into(EventRow target) {
        row = target;
    }

    @Override
    public int numFields() {
        return slots.length;
    }

    @Override
    public void update(int i, @Nullable Object value) {
        row.update(slots[i], value);
    }

    @Override
    public void setNullAt(int i) {
        row.setNullAt(slots[i]);
    }

    @Override
    public void setBoolean(int i, boolean value) {
        row.setBoolean(slots[i], value);
    }

    @Override
    public void setByte(int i, byte value) {
        row.setByte(slots[i], value);
    }

    @Override
    public void setShort(int i, short value) {
        row.setShort(slots[i], value);
    }

    @Override
    public void setInt(int i, int value) {
        row.setInt(slots[i], value);
    }

    @Override
    public void setLong(int i, long value) {
        row.setLong(slots[i], value);
    }

    @Override
    public void setFloat(int i, float value) {
        row.setFloat(slots[i], value);
    }

    @Override
    public void setDouble(int i, double value) {
        row.setDouble(slots[i], value);
    }

    @Override
    public void setDecimal(int i, @Nullable Decimal value, int precision) {
        row.update(slots[i], value);
    }
}
