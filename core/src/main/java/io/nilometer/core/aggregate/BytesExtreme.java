package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/** {@code min} and {@code max} of text, binary, decimals, arrays and structs: of their {@link Encoding}, in the object slot. */
final class BytesExtreme extends Accumulator {

    private final int slot;
    private final Encoding encoding;
    private final boolean slices;
    private final boolean largest;
    private final ByteWriter scratch = new ByteWriter(64);

    BytesExtreme(int slot, Encoding encoding, boolean largest) {
        this.slot = slot;
        this.encoding = encoding;
        this.slices = Slices.are(encoding.type());
        this.largest = largest;
    }

    @Override
    public int longs() {
        return 0;
    }

    @Override
    public int objects() {
        return 1;
    }

    @Override
    public void update(long[] longs, int at, @Nullable Object[] objects, int objectAt, EventRow row, EventOrder order) {
        if (row.isNullAt(slot)) {
            return;
        }
        if (slices) {
            add(objects, objectAt, row.bufferAt(slot), row.offsetAt(slot), row.lengthAt(slot));
        } else {
            scratch.reset();
            encoding.write(row, slot, scratch);
            add(objects, objectAt, scratch.array(), 0, scratch.size());
        }
    }

    @Override
    public void merge(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteReader other) {
        if (other.readBoolean()) {
            int length = other.readLength();
            add(objects, objectAt, other.array(), other.position(), length);
            other.skip(length);
        }
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
        if (otherObjects[otherObjectAt] instanceof byte[] value) {
            add(objects, objectAt, value, 0, value.length);
        }
    }

    @Override
    public void write(long[] longs, int at, @Nullable Object[] objects, int objectAt, ByteWriter out) {
        byte[] value = (byte[]) objects[objectAt];
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeBytes(value, 0, value.length);
        }
    }

    @Override
    public @Nullable Object result(long[] longs, int at, @Nullable Object[] objects, int objectAt) {
        return objects[objectAt] instanceof byte[] value ? encoding.read(value) : null;
    }

    @Override
    public long heapBytes(@Nullable Object[] objects, int objectAt) {
        return objects[objectAt] instanceof byte[] value ? 24 + value.length : 0;
    }

    private void add(@Nullable Object[] objects, int objectAt, byte[] array, int offset, int length) {
        byte[] current = (byte[]) objects[objectAt];
        if (current != null) {
            int compared = Encoding.compare(array, offset, length, current);
            if (largest ? compared <= 0 : compared >= 0) {
                return;
            }
        }
        objects[objectAt] = Slices.into(current, array, offset, length);
    }
}
