package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.BlockDictionary;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Arrays;

/**
 * The distinct values of one scan, which all its accumulators share, and which of them the block that is being written has
 * already. A block has a value in full where it comes first and its number in the block afterwards; {@link BlockDictionary}
 * is the reader's side. Belongs to one thread.
 */
public final class ScanDictionary {

    private static final int SMALLEST = 1 << 10;

    final ValueNumbers values = new ValueNumbers();

    /** By number in the scan, which value of all blocks it was when it was written last, from 1 on; 0 for never. */
    private int[] written = new int[SMALLEST];

    private int lastWritten;
    private int writtenBefore;

    /** What follows is a block of its own. */
    public void beginBlock() {
        if (lastWritten > Integer.MAX_VALUE / 2) {
            Arrays.fill(written, 0);
            lastWritten = 0;
        }
        writtenBefore = lastWritten;
    }

    /** All cells of the scan have been written and cleared: what was numbered for them may go. */
    public void cleared() {
        if (values.cleared()) {
            written = new int[SMALLEST];
        }
    }

    /** Writes a value, or a reference to it. */
    void write(int number, ByteWriter out) {
        if (number >= written.length) {
            written = Arrays.copyOf(written, Math.max(number + 1, 2 * written.length));
        }
        int inBlock = written[number] - writtenBefore;
        if (inBlock > 0) {
            out.writeUnsigned(DistinctValue.REFERENCE + inBlock - 1);
        } else {
            written[number] = ++lastWritten;
            DistinctValue.write(values.a(number), values.b(number), out);
        }
    }
}
