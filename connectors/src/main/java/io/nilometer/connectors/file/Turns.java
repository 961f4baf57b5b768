package io.nilometer.connectors.file;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which partitions are read next, so that no more files are open than allowed. One that has to wait closes its file and
 * keeps its position; of packed ones the unpacking is kept as long as there is memory for it.
 */
final class Turns {

    private static final long TURN_BYTES = 8 << 20;
    private static final long LEAST_KEPT_BYTES = 32 << 20;
    private static final long MOST_KEPT_BYTES = 256 << 20;

    private final int mostOpen;
    private final long mostKept = Math.max(
            LEAST_KEPT_BYTES, Math.min(MOST_KEPT_BYTES, Runtime.getRuntime().maxMemory() / 16));
    private final List<FilePartition> all = new ArrayList<>();
    private final Set<FilePartition> active = new LinkedHashSet<>();
    /** Those read last come last. */
    private final Set<FilePartition> open = new LinkedHashSet<>();
    /** Closed ones with the memory that their unpacking takes. */
    private final Map<FilePartition, Long> kept = new LinkedHashMap<>();

    private long keptBytes;
    private int cursor;

    Turns(int mostOpen) {
        this.mostOpen = mostOpen;
    }

    void add(FilePartition partition) {
        all.add(partition);
    }

    /** It has been read for good. */
    void remove(FilePartition partition) {
        int index = all.indexOf(partition);
        if (index >= 0) {
            all.remove(index);
            cursor -= index < cursor ? 1 : 0;
        }
        active.remove(partition);
        forget(partition);
    }

    /** Those whose turn it is: at most as many as may be open. */
    List<FilePartition> next(Predicate<FilePartition> mayRead) {
        boolean crowded = all.size() > mostOpen;
        active.removeIf(partition -> !mayRead.test(partition)
                || !partition.hasNews()
                || crowded && partition.readInTurn() >= length(partition));
        for (int i = 0; i < all.size() && active.size() < mostOpen; i++) {
            cursor = cursor + 1 < all.size() ? cursor + 1 : 0;
            FilePartition partition = all.get(cursor);
            if (mayRead.test(partition) && partition.hasNews() && active.add(partition)) {
                partition.beginTurn();
            }
        }
        return List.copyOf(active);
    }

    /** What may have to be unpacked from its beginning next time is not sent away soon. */
    private static long length(FilePartition partition) {
        return partition.isPacked() ? Math.max(TURN_BYTES, partition.total()) : TURN_BYTES;
    }

    /** Before a partition is read: makes room for its file. */
    void makeRoom(FilePartition next) {
        forget(next);
        Iterator<FilePartition> oldest = open.iterator();
        int left = open.size();
        while (left >= mostOpen && oldest.hasNext()) {
            FilePartition other = oldest.next();
            long bytes = other.park();
            if (!other.isOpen()) {
                oldest.remove();
                left--;
            }
            if (bytes > 0) {
                kept.put(other, bytes);
                keptBytes += bytes;
            }
        }
        Iterator<Map.Entry<FilePartition, Long>> first = kept.entrySet().iterator();
        while (keptBytes > mostKept && first.hasNext()) {
            Map.Entry<FilePartition, Long> other = first.next();
            other.getKey().letGo();
            keptBytes -= other.getValue();
            first.remove();
        }
    }

    /** After it has been read. */
    void wasRead(FilePartition partition) {
        if (partition.isOpen()) {
            open.add(partition);
        }
    }

    private void forget(FilePartition partition) {
        open.remove(partition);
        Long bytes = kept.remove(partition);
        keptBytes -= bytes == null ? 0 : bytes;
    }
}
