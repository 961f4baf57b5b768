package io.nilometer.connectors.kafka;

import io.nilometer.api.Column;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.SinkContext;
import io.nilometer.connectors.json.RowJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one relation become records.
 *
 * @param keys columns of the key; empty for none
 * @param value column of the value; -1 for the whole row
 */
record RecordShape(Relation relation, String topic, List<Integer> keys, int value) {

    static RecordShape of(Relation relation, Options options, SinkContext context) {
        List<Integer> keys = new ArrayList<>();
        List<String> named = options.find(KafkaSinkFactory.KEY);
        for (String key : named == null ? List.<String>of() : named) {
            keys.add(column(relation, "key", key, context));
        }
        String value = options.find(KafkaSinkFactory.VALUE);
        String topic = options.get(KafkaSinkFactory.TOPIC).replace("{name}", relation.name());
        return new RecordShape(relation, topic, keys, value == null ? -1 : column(relation, "value", value, context));
    }

    private static int column(Relation relation, String option, String name, SinkContext context) {
        int index = relation.indexOf(name);
        if (index < 0) {
            throw new NilometerException(
                    "unknown-column",
                    "output " + context.output() + ": " + option + ": " + relation.name() + " has no column " + name,
                    "name one of "
                            + String.join(
                                    ", ",
                                    relation.columns().stream()
                                            .map(Column::name)
                                            .toList()));
        }
        return index;
    }

    ProducerRecord<byte[], byte[]> record(Row row) {
        return new ProducerRecord<>(topic, key(row), value < 0 ? RowJson.bytes(relation, row) : text(row.get(value)));
    }

    private byte @Nullable [] key(Row row) {
        if (keys.isEmpty()) {
            return null;
        }
        if (keys.size() == 1) {
            return text(row.get(keys.get(0)));
        }
        List<@Nullable Object> values = new ArrayList<>();
        keys.forEach(key -> values.add(row.get(key)));
        return RowJson.bytes((Object) values);
    }

    /** Text as it is, numbers and times as JSON writes them but without quotes, lists and maps as JSON. */
    private static byte @Nullable [] text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        boolean structured = value instanceof Iterable || value instanceof java.util.Map || value instanceof Double;
        return structured ? RowJson.bytes(value) : value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
