package io.nilometer.core.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote. Reading past the end throws {@link IndexOutOfBoundsException}. */
public final class ByteReader {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int position;
    private final int end;
    private final BlockDictionary dictionary = new BlockDictionary();

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    public boolean hasMore() {
        return position < end;
    }

    public int readByte() {
        return bytes[position++];
    }

    public boolean readBoolean() {
        return bytes[position++] != 0;
    }

    public int readInt() {
        int value = (int) INT.get(bytes, position);
        position += 4;
        return value;
    }

    public long readLong() {
        long value = (long) LONG.get(bytes, position);
        position += 8;
        return value;
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    public long readUnsigned() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    public int readLength() {
        return Math.toIntExact(readUnsigned());
    }

    /**
     * Refuses a length that cannot be true, before room is made for it.
     *
     * @throws IndexOutOfBoundsException when fewer bytes are left
     */
    public void expect(int length) {
        if (length > end - position) {
            throw new IndexOutOfBoundsException(length + " bytes are said to follow where " + (end - position) + " do");
        }
    }

    public long readSigned() {
        long value = readUnsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /** What {@link ByteWriter#writeBytes} wrote. */
    public byte[] readBytes() {
        int length = readLength();
        expect(length);
        byte[] copy = java.util.Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    public String readText() {
        int length = readLength();
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /** What was read in full and may be referred to from here on. */
    public BlockDictionary dictionary() {
        return dictionary;
    }

    public byte[] array() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public void skip(int length) {
        position += length;
    }
}
