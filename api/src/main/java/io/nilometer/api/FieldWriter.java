package io.nilometer.api;

/**
 * Takes the fields of one event from a decoder. Slots are the indexes of the fields in the decoder's list; a slot that is
 * not set is null; the last value set wins. {@link FieldType#slot} says which method fits a type.
 */
public interface FieldWriter {

    void setNull(int slot);

    /** The record has a value here that does not fit the field's type. */
    void setBad(int slot);

    void setLong(int slot, long value);

    void setDouble(int slot, double value);

    /** The slice is not copied: it must stay as it is until the next record is decoded. */
    void setBytes(int slot, byte[] buffer, int offset, int length);

    void setObject(int slot, Object value);
}
