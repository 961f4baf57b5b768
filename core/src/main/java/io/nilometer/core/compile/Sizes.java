package io.nilometer.core.compile;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeMapData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;

/** How many bytes values have when they are written out: what is in a value twice counts twice. */
final class Sizes {

    private static final int EACH = 8;

    private Sizes() {}

    /** No more than a little above a limit: counting stops there, since what is in an array often takes long to count. */
    static long of(@Nullable Object value, long limit) {
        if (value instanceof UTF8String text) {
            return text.numBytes();
        } else if (value instanceof byte[] bytes) {
            return bytes.length;
        } else if (value instanceof UnsafeArrayData array) {
            return array.getSizeInBytes();
        } else if (value instanceof ArrayData array) {
            return ofArray(array, limit);
        } else if (value instanceof UnsafeMapData map) {
            return map.getSizeInBytes();
        } else if (value instanceof MapData map) {
            long keys = of(map.keyArray(), limit);
            return keys > limit ? keys : keys + of(map.valueArray(), limit - keys);
        } else if (value instanceof UnsafeRow row) {
            return row.getSizeInBytes();
        } else if (value instanceof GenericInternalRow row) {
            long size = 0;
            for (int i = 0; i < row.numFields() && size <= limit; i++) {
                size += EACH + inner(row.genericGet(i), limit - size);
            }
            return size;
        } else if (value instanceof InternalRow row) {
            return (long) EACH * row.numFields();
        }
        return value instanceof VariantVal variant ? variant.getValue().length + variant.getMetadata().length : EACH;
    }

    private static long ofArray(ArrayData array, long limit) {
        if (!(array instanceof GenericArrayData generic)) {
            return (long) EACH * array.numElements();
        }
        long size = 0;
        for (Object element : generic.array()) {
            size += EACH + inner(element, limit - size);
            if (size > limit) {
                break;
            }
        }
        return size;
    }

    private static long inner(@Nullable Object value, long limit) {
        return value == null || value instanceof Number || value instanceof Boolean ? 0 : of(value, limit);
    }
}
