package io.nilometer.core.scan;

import io.nilometer.api.Field;
import io.nilometer.core.ledger.StreamLedger;
import io.nilometer.core.row.EventRow;
import java.util.List;

/**
 * Which fields of the schema have occurred in a record. Only those that have not been seen yet are looked for, so that it
 * costs next to nothing once the first records have gone by. What has been seen is told with every batch again: a batch that
 * is repeated then tells it too.
 */
final class Sightings {

    private final List<Field> fields;
    private final boolean[] seen;
    private final int[] missing;
    private int missingCount;
    private boolean looked;

    Sightings(List<Field> fields) {
        this.fields = fields;
        seen = new boolean[fields.size()];
        missing = new int[fields.size()];
        for (int field = 0; field < missing.length; field++) {
            missing[field] = field;
        }
        missingCount = missing.length;
    }

    /** A value that does not fit its type has occurred all the same. */
    void look(EventRow row) {
        looked = true;
        for (int i = missingCount - 1; i >= 0; i--) {
            int field = missing[i];
            if (!row.isNullAt(field) || row.isBad(field)) {
                seen[field] = true;
                missing[i] = missing[--missingCount];
            }
        }
    }

    /** Nothing while no record could be decoded. */
    void tell(StreamLedger ledger) {
        for (int field = 0; looked && field < seen.length; field++) {
            ledger.field(fields.get(field).name(), seen[field]);
        }
    }
}
