package io.nilometer.core.merge;

import io.nilometer.core.state.CellLayout;
import io.nilometer.core.state.CellTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one grouping in one bucket, slice by slice. There are few slices at a time. */
final class BucketCells {

    private final CellLayout layout;
    private final boolean[] wanted;
    private final List<SliceCells> slices = new ArrayList<>();
    private @Nullable SliceCells last;

    BucketCells(CellLayout layout, boolean[] wanted) {
        this.layout = layout;
        this.wanted = wanted;
    }

    /** The cells of a slice, made when missing. */
    SliceCells slice(long slice) {
        SliceCells found = find(slice);
        if (found == null) {
            found = new SliceCells(slice, new CellTable(layout), wanted);
            slices.add(found);
        }
        last = found;
        return found;
    }

    @Nullable
    SliceCells find(long slice) {
        if (last != null && last.slice == slice) {
            return last;
        }
        for (int i = slices.size() - 1; i >= 0; i--) {
            if (slices.get(i).slice == slice) {
                return slices.get(i);
            }
        }
        return null;
    }

    /** All slices, in no order. */
    List<SliceCells> slices() {
        return slices;
    }

    void drop(SliceCells slice) {
        slices.remove(slice);
        last = null;
    }
}
