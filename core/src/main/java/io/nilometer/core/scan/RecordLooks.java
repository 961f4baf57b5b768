package io.nilometer.core.scan;

import org.jspecify.annotations.Nullable;

/**
 * How often a scanner has been found at the same record, one look after the other. Looks are counted, not time: a machine that
 * slept has not looked.
 */
public final class RecordLooks {

    private SlowRecords.@Nullable Place last;
    private int same;

    /** What has been found in a row at least so many times after the first; null when nothing has. */
    public SlowRecords.@Nullable Place stuck(int looks) {
        return last != null && same >= looks ? last : null;
    }

    /** @return how many looks before this one found it there in a row; 0 when it is at none */
    public int at(SlowRecords.@Nullable Place now) {
        same = now != null && now.equals(last) ? same + 1 : 0;
        last = now;
        return same;
    }
}
