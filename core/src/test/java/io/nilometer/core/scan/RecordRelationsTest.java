package io.nilometer.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Row;
import io.nilometer.core.time.EventTimes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordRelationsTest {

    @Test
    void a_position_in_a_file_does_not_read_as_a_line() {
        assertThat(position("app.log", new RecordBatch.Origin(null, 0, "app.log"), 1234))
                .isEqualTo("byte 1234 of app.log");
    }

    @Test
    void a_position_in_a_topic_is_as_kafka_writes_it() {
        assertThat(position("logs-3", new RecordBatch.Origin("logs", 3, null), 17))
                .isEqualTo("logs-3-17");
    }

    @Test
    void a_position_of_any_other_source_counts_its_records() {
        assertThat(position("stdin", RecordBatch.Origin.NONE, 17)).isEqualTo("record 17 of stdin");
    }

    @Test
    void a_record_without_bytes_keeps_its_key_and_headers_as_they_are() {
        RecordBatch batch = new RecordBatch(new PartitionId("logs-0", 0), new RecordBatch.Origin("logs", 0, null), 2);
        batch.add(new byte[0], 0, 0, 1);
        batch.describeLast("order 7".getBytes(StandardCharsets.UTF_8), Map.of("trace", new byte[] {1, -1}));
        batch.add(new byte[0], 0, 0, 2);
        batch.describeLast(new byte[] {-1, 0}, Map.of());

        Row text = RecordRelations.row("logs", "empty", batch, 0, EventTimes.NOT_A_TIME, 100);
        Row binary = RecordRelations.row("logs", "empty", batch, 1, EventTimes.NOT_A_TIME, 100);

        assertThat(value(text, "key")).isEqualTo("order 7");
        assertThat(value(text, "key_base64")).isNull();
        assertThat((Map<?, ?>) value(text, "headers")).hasSize(1);
        assertThat(((Map<?, ?>) value(text, "headers")).get("trace")).isEqualTo(new byte[] {1, -1});
        assertThat(value(binary, "key")).isNull();
        assertThat(value(binary, "key_base64")).isEqualTo("/wA=");
        assertThat(value(binary, "headers")).isNull();
    }

    private static @Nullable Object value(Row row, String column) {
        return row.get(RecordRelations.rejected("rejected").indexOf(column));
    }

    private static String position(String partition, RecordBatch.Origin origin, long at) {
        RecordBatch batch = new RecordBatch(new PartitionId(partition, 0), origin, 1);
        batch.add("x".getBytes(StandardCharsets.UTF_8), 0, 1, at);
        return RecordRelations.position(batch, 0);
    }
}
