package io.nilometer.connectors.file;

import io.nilometer.connectors.file.unpack.Fault;
import io.nilometer.connectors.file.unpack.Packing;
import org.jspecify.annotations.Nullable;

/** What is known of a tracked file as a packed one: how far it could be unpacked, and when it is worth trying again. */
final class PackedReading {

    /** Of a file that is never looked at again, however it grows. */
    static final long FOR_GOOD = Long.MAX_VALUE;

    /** No more than this part of the time goes into unpacking again what was unpacked before. */
    private static final long SHARE = 10;

    private @Nullable Packing packing;
    private long limit = Long.MAX_VALUE;
    private long seenSize = -1;
    private long begunAt;
    private long notBefore = System.nanoTime();
    private @Nullable Fault fault;
    private boolean told;

    boolean isPacked() {
        return packing != null;
    }

    @Nullable
    Packing packing() {
        return packing;
    }

    /** @return whether it is packed in another way than before */
    boolean packing(@Nullable Packing now) {
        boolean changed = now != packing;
        packing = now;
        return changed;
    }

    /** Packed bytes that may be read. */
    long limit() {
        return limit;
    }

    void limit(long size) {
        limit = size;
    }

    /** The size it had when all that it gave had been read; -1 when it has not, or {@link #FOR_GOOD}. */
    long seenSize() {
        return seenSize;
    }

    void seenSize(long size) {
        seenSize = size;
    }

    void begins() {
        begunAt = System.nanoTime();
        fault = null;
    }

    /** All that it gives now has been read. */
    void rests(long size, @Nullable Fault why) {
        seenSize = size;
        fault = why;
        notBefore = System.nanoTime() + SHARE * (System.nanoTime() - begunAt);
    }

    /** Whether it has grown, and enough time has passed since. */
    boolean hasGrown(long size) {
        return seenSize != FOR_GOOD && seenSize != size && System.nanoTime() - notBefore >= 0;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    /** Whether its fault is to be told; asked once. */
    boolean takeTelling() {
        boolean was = told;
        told = true;
        return !was;
    }

    /** Another file stands in its place. */
    void startOver() {
        seenSize = -1;
        fault = null;
        told = false;
    }
}
