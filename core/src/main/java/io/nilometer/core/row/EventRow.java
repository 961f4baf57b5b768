package io.nilometer.core.row;

import io.nilometer.api.FieldType;
import io.nilometer.api.FieldWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.BinaryView;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/**
 * One event: a fixed number of slots of fixed types, reused from record to record. The first slots are the decoded fields;
 * behind them lie meta, event time, derived columns, keys and arguments. Text stays a slice of the record's bytes.
 */
public final class EventRow extends InternalRow implements FieldWriter {

    private static final long serialVersionUID = 1L;
    private static final byte NULL = 0;
    private static final byte SET = 1;
    private static final byte BAD = 2;

    private boolean anyBad;
    private final transient Set<String> tooLarge = new TreeSet<>();
    private final transient FieldType[] types;
    private final byte[] states;
    private final long[] longs;
    private final double[] doubles;
    private final byte[][] buffers;
    private final int[] offsets;
    private final int[] lengths;
    private final transient @Nullable Object[] objects;

    public EventRow(List<FieldType> slotTypes) {
        int slots = slotTypes.size();
        types = slotTypes.toArray(FieldType[]::new);
        states = new byte[slots];
        longs = new long[slots];
        doubles = new double[slots];
        buffers = new byte[slots][];
        offsets = new int[slots];
        lengths = new int[slots];
        objects = new Object[slots];
    }

    /** Makes all slots null. */
    public void clear() {
        Arrays.fill(states, NULL);
        anyBad = false;
        if (!tooLarge.isEmpty()) {
            tooLarge.clear();
        }
    }

    /** An expression that was computed for this record had a number that does not fit its type, and is null. */
    public void noteTooLarge(String expression) {
        tooLarge.add(expression);
    }

    /** Expressions noted since {@link #clear}, each once. */
    public Set<String> tooLarge() {
        return tooLarge;
    }

    /** Whether some slot has been set bad since {@link #clear}; a later value may have mended it. */
    public boolean hasBad() {
        return anyBad;
    }

    public FieldType type(int slot) {
        return types[slot];
    }

    /** Whether the record had a value here that does not fit; such a slot is null. */
    public boolean isBad(int slot) {
        return states[slot] == BAD;
    }

    @Override
    public void setNull(int slot) {
        states[slot] = NULL;
    }

    @Override
    public void setBad(int slot) {
        states[slot] = BAD;
        anyBad = true;
    }

    @Override
    public void setLong(int slot, long value) {
        states[slot] = SET;
        longs[slot] = value;
    }

    @Override
    public void setDouble(int slot, double value) {
        states[slot] = SET;
        doubles[slot] = value;
    }

    @Override
    public void setBytes(int slot, byte[] buffer, int offset, int length) {
        states[slot] = SET;
        buffers[slot] = buffer;
        offsets[slot] = offset;
        lengths[slot] = length;
    }

    /** Takes plain Java values (see {@link FieldWriter}) as well as catalyst's own. */
    @Override
    public void setObject(int slot, Object value) {
        states[slot] = SET;
        objects[slot] = CatalystValues.toCatalyst(types[slot], value);
    }

    /** A value as catalyst has it, in whichever form the slot's type keeps; used by projections. */
    @Override
    public void update(int slot, @Nullable Object value) {
        if (value == null) {
            states[slot] = NULL;
            return;
        }
        switch (types[slot].slot()) {
            case LONG -> setLong(slot, value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).longValue());
            case DOUBLE -> setDouble(slot, ((Number) value).doubleValue());
            case BYTES -> {
                byte[] bytes = value instanceof UTF8String text
                        ? text.getBytes()
                        : value instanceof BinaryView view ? view.getBytes() : (byte[]) value;
                setBytes(slot, bytes, 0, bytes.length);
            }
            case OBJECT -> {
                states[slot] = SET;
                objects[slot] = value;
            }
        }
    }

    public long longAt(int slot) {
        return longs[slot];
    }

    public double doubleAt(int slot) {
        return doubles[slot];
    }

    public byte[] bufferAt(int slot) {
        return buffers[slot];
    }

    public int offsetAt(int slot) {
        return offsets[slot];
    }

    public int lengthAt(int slot) {
        return lengths[slot];
    }

    /** Catalyst's form of a value whose type is kept as an object; null when the slot is null. */
    public @Nullable Object objectAt(int slot) {
        return states[slot] == SET ? objects[slot] : null;
    }

    @Override
    public int numFields() {
        return types.length;
    }

    @Override
    public boolean isNullAt(int slot) {
        return states[slot] != SET;
    }

    @Override
    public void setNullAt(int slot) {
        states[slot] = NULL;
    }

    @Override
    public void setBoolean(int slot, boolean value) {
        setLong(slot, value ? 1 : 0);
    }

    @Override
    public void setByte(int slot, byte value) {
        setLong(slot, value);
    }

    @Override
    public void setShort(int slot, short value) {
        setLong(slot, value);
    }

    @Override
    public void setInt(int slot, int value) {
        setLong(slot, value);
    }

    @Override
    public void setFloat(int slot, float value) {
        setDouble(slot, value);
    }

    @Override
    public void setDecimal(int slot, @Nullable Decimal value, int precision) {
        update(slot, value);
    }

    @Override
    public boolean getBoolean(int slot) {
        return longs[slot] != 0;
    }

    @Override
    public byte getByte(int slot) {
        return (byte) longs[slot];
    }

    @Override
    public short getShort(int slot) {
        return (short) longs[slot];
    }

    @Override
    public int getInt(int slot) {
        return (int) longs[slot];
    }

    @Override
    public long getLong(int slot) {
        return longs[slot];
    }

    @Override
    public float getFloat(int slot) {
        return (float) doubles[slot];
    }

    @Override
    public double getDouble(int slot) {
        return doubles[slot];
    }

    @Override
    public Decimal getDecimal(int slot, int precision, int scale) {
        return (Decimal) objectOf(slot);
    }

    @Override
    public UTF8String getUTF8String(int slot) {
        return UTF8String.fromBytes(buffers[slot], offsets[slot], lengths[slot]);
    }

    @Override
    public byte[] getBinary(int slot) {
        return Arrays.copyOfRange(buffers[slot], offsets[slot], offsets[slot] + lengths[slot]);
    }

    @Override
    public CalendarInterval getInterval(int slot) {
        return (CalendarInterval) objectOf(slot);
    }

    @Override
    public VariantVal getVariant(int slot) {
        return (VariantVal) objectOf(slot);
    }

    @Override
    public BinaryView getBinaryView(int slot) {
        return BinaryView.fromBytes(buffers[slot], offsets[slot], lengths[slot]);
    }

    @Override
    public InternalRow getStruct(int slot, int fields) {
        return (InternalRow) objectOf(slot);
    }

    @Override
    public ArrayData getArray(int slot) {
        return (ArrayData) objectOf(slot);
    }

    @Override
    public MapData getMap(int slot) {
        return (MapData) objectOf(slot);
    }

    @Override
    public @Nullable Object get(int slot, DataType type) {
        if (states[slot] != SET) {
            return null;
        }
        if (types[slot] instanceof FieldType.Simple simple) {
            return switch (simple) {
                case BOOLEAN -> getBoolean(slot);
                case BYTE -> getByte(slot);
                case SHORT -> getShort(slot);
                case INT, DATE -> getInt(slot);
                case LONG, TIMESTAMP -> getLong(slot);
                case FLOAT -> getFloat(slot);
                case DOUBLE -> getDouble(slot);
                case STRING -> getUTF8String(slot);
                case BINARY -> getBinary(slot);
            };
        }
        return objects[slot];
    }

    /** A row with the same slots and values that shares nothing with this one but immutable objects. */
    @Override
    public EventRow copy() {
        EventRow copy = new EventRow(List.of(types));
        copy.copyFrom(this);
        for (int slot = 0; slot < types.length; slot++) {
            if (states[slot] == SET && types[slot].slot() == FieldType.Slot.BYTES) {
                copy.setBytes(slot, getBinary(slot), 0, lengths[slot]);
            }
        }
        return copy;
    }

    /** Takes over the values of a row with the same slots; text keeps pointing into that row's buffers. */
    public void copyFrom(EventRow other) {
        System.arraycopy(other.states, 0, states, 0, states.length);
        System.arraycopy(other.longs, 0, longs, 0, longs.length);
        System.arraycopy(other.doubles, 0, doubles, 0, doubles.length);
        System.arraycopy(other.buffers, 0, buffers, 0, buffers.length);
        System.arraycopy(other.offsets, 0, offsets, 0, offsets.length);
        System.arraycopy(other.lengths, 0, lengths, 0, lengths.length);
        System.arraycopy(other.objects, 0, objects, 0, objects.length);
    }

    private Object objectOf(int slot) {
        Object value = objects[slot];
        if (value == null) {
            throw new IllegalStateException("slot " + slot + " was never set");
        }
        return value;
    }
}
