package io.nilometer.connectors.line;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import java.util.Arrays;

/** Some lines on their way from the thread that read them to the one that polls. */
final class LineBlock implements LineSplitter.Lines {

    static final int MOST_LINES = 4096;

    private byte[][] buffers = new byte[16][];
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private int size;

    @Override
    public void line(byte[] buffer, int offset, int length, long start, long next) {
        if (size == buffers.length) {
            buffers = Arrays.copyOf(buffers, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        buffers[size] = buffer;
        offsets[size] = offset;
        lengths[size] = length;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** @param position of the first line; the others follow one by one */
    RecordBatch batch(PartitionId partition, long position) {
        RecordBatch batch = new RecordBatch(partition, RecordBatch.Origin.NONE, size);
        for (int i = 0; i < size; i++) {
            batch.add(buffers[i], offsets[i], lengths[i], position + i);
        }
        batch.resumeAt(Long.toString(position + size));
        return batch;
    }
}
