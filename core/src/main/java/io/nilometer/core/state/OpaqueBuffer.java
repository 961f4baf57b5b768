package io.nilometer.core.state;

import io.nilometer.core.aggregate.CatalystAggregate;
import io.nilometer.core.row.EventRow;
import org.jspecify.annotations.Nullable;

/** Reads over the buffers of an aggregate of Spark's that a changed pipeline no longer has. */
final class OpaqueBuffer implements CatalystAggregate {

    @Override
    public Object newBuffer() {
        return new byte[0];
    }

    @Override
    public Object update(Object buffer, EventRow row, int[] slots) {
        return buffer;
    }

    @Override
    public Object merge(Object buffer, Object other) {
        return other;
    }

    @Override
    public byte[] write(Object buffer) {
        return (byte[]) buffer;
    }

    @Override
    public Object read(byte[] bytes) {
        return bytes;
    }

    @Override
    public @Nullable Object result(Object buffer) {
        return null;
    }
}
