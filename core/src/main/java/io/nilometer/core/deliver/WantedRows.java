package io.nilometer.core.deliver;

import io.nilometer.api.Sink;
import io.nilometer.core.ledger.Ledger;
import io.nilometer.core.ledger.LedgerRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What goes into the outbox with a batch: the rows that some output gets, and the ledger as rows if one gets that. */
public final class WantedRows {

    private WantedRows() {}

    /**
     * @param relations names of those that some output gets, see {@link Subscription#relationsWanted}
     * @param ledger after the batch
     * @param last whether no more will come
     */
    public static List<Sink.Rows> of(
            List<Sink.Rows> all, Set<String> relations, Ledger ledger, boolean last, long batch) {
        List<Sink.Rows> wanted = new ArrayList<>();
        for (Sink.Rows some : all) {
            if (relations.contains(some.relation().name())) {
                wanted.add(some);
            }
        }
        if (relations.contains(LedgerRows.NAME)) {
            wanted.add(new Sink.Rows(LedgerRows.RELATION, LedgerRows.of(ledger, last, batch)));
        }
        return wanted;
    }
}
