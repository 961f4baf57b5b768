package io.nilometer.core.compile;

import io.nilometer.api.Column;
import io.nilometer.api.FieldType;
import io.nilometer.api.Relation;
import io.nilometer.core.program.StreamOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;

/** Who reads which stream. Streams that nobody reads are not computed. */
final class Readers {

    private final RowColumns rowColumns;
    private final Map<StreamShape, List<GroupingPlan>> groupings = new LinkedHashMap<>();
    private final Map<StreamShape, Integer> outputs = new LinkedHashMap<>();
    private final Map<StreamShape, Set<StreamShape>> derived = new LinkedHashMap<>();
    private final Map<String, StreamShape> read = new LinkedHashMap<>();
    private final List<StreamOutput> streamOutputs = new ArrayList<>();

    Readers(RowColumns rowColumns) {
        this.rowColumns = rowColumns;
    }

    void add(GroupingPlan grouping) {
        StreamShape stream = grouping.first.stream();
        groupings.computeIfAbsent(stream, absent -> new ArrayList<>()).add(grouping);
        reach(stream);
    }

    /** Somebody wants the events themselves. */
    void addOutput(StreamShape stream) {
        if (outputs.containsKey(stream)) {
            return;
        }
        outputs.put(stream, streamOutputs.size());
        List<Column> columns = new ArrayList<>();
        List<FieldType> types = new ArrayList<>();
        columns.add(new Column(RowColumns.EVENT_TIME, FieldType.Simple.TIMESTAMP.sql(), Column.Role.SYSTEM));
        types.add(FieldType.Simple.TIMESTAMP);
        own(stream).forEach((name, column) -> {
            FieldType type = FieldTypes.of(column.dataType()).orElseThrow();
            columns.add(new Column(name, type.sql(), Column.Role.VALUE));
            types.add(type);
        });
        streamOutputs.add(new StreamOutput(new Relation(stream.name(), Relation.Kind.STREAM, columns), types));
        reach(stream);
    }

    private void reach(StreamShape stream) {
        read.put(stream.name(), stream);
        for (StreamShape.Link link : stream.parents()) {
            derived.computeIfAbsent(link.parent(), absent -> new LinkedHashSet<>())
                    .add(stream);
            reach(link.parent());
        }
    }

    private static Map<String, AttributeReference> own(StreamShape stream) {
        Map<String, AttributeReference> own = new LinkedHashMap<>(stream.scope().columns());
        own.remove(RowColumns.EVENT_TIME);
        own.remove(RowColumns.META);
        return own;
    }

    List<GroupingPlan> groupings(StreamShape stream) {
        return groupings.getOrDefault(stream, List.of());
    }

    Optional<Integer> output(StreamShape stream) {
        return Optional.ofNullable(outputs.get(stream));
    }

    List<AttributeReference> outputColumns(StreamShape stream) {
        List<AttributeReference> columns = new ArrayList<>();
        columns.add(rowColumns.eventTime());
        columns.addAll(own(stream).values());
        return columns;
    }

    Set<StreamShape> derived(StreamShape stream) {
        return derived.getOrDefault(stream, Set.of());
    }

    /** The late or rejected records of a source, when something reads them. */
    Optional<StreamShape> part(StreamShape source, String part) {
        return Optional.ofNullable(read.get(source.name() + "." + part));
    }

    List<StreamOutput> streamOutputs() {
        return streamOutputs;
    }
}
