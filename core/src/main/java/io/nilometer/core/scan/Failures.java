package io.nilometer.core.scan;

import io.nilometer.core.program.Grouping;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whom expressions fail for, in one record: found while it is checked, before any cell is touched. A metric whose expression
 * fails for one event of the record counts none of its events. Reused.
 */
final class Failures {

    private final BitSet groupings = new BitSet();
    private final Set<NodeRunner> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> names = new TreeSet<>();
    private @Nullable String first;

    void clear() {
        if (first != null) {
            groupings.clear();
            nodes.clear();
            names.clear();
            first = null;
        }
    }

    boolean any() {
        return first != null;
    }

    /** The expression that failed first; null when none did. */
    @Nullable
    String first() {
        return first;
    }

    /** The metrics that do not count the record, and the streams whose outputs do not get it. */
    Set<String> names() {
        return names;
    }

    /** Says whether that is news. */
    boolean add(Grouping grouping, String expression) {
        begin(expression);
        if (groupings.get(grouping.index())) {
            return false;
        }
        groupings.set(grouping.index());
        grouping.metrics().forEach(metric -> names.add(metric.name()));
        return true;
    }

    /** A step of a stream failed. Says whether that is news. */
    boolean add(NodeRunner node, String expression) {
        begin(expression);
        if (node.output() >= 0) {
            names.add(node.stream());
        }
        return nodes.add(node);
    }

    boolean has(FeedRunner feed) {
        return groupings.get(feed.grouping().index());
    }

    boolean has(NodeRunner node) {
        return nodes.contains(node);
    }

    private void begin(String expression) {
        if (first == null) {
            first = expression;
        }
    }
}
