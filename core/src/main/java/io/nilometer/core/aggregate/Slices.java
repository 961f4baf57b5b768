package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeping bytes that belong to somebody else. */
final class Slices {

    private Slices() {}

    /** Whether a row holds values of the type as slices that are their own {@link Encoding}. */
    static boolean are(FieldType type) {
        return type.slot() == FieldType.Slot.BYTES;
    }

    /** A copy of the slice, in the old array when it fits exactly: values of one type often have one length. */
    static byte[] into(byte @Nullable [] old, byte[] array, int offset, int length) {
        if (old == null || old.length != length) {
            return Arrays.copyOfRange(array, offset, offset + length);
        }
        System.arraycopy(array, offset, old, 0, length);
        return old;
    }
}
