package io.nilometer.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.PartitionId;
import io.nilometer.api.RecordBatch;
import java.nio.charset.StandardCharsets;
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

    private static String position(String partition, RecordBatch.Origin origin, long at) {
        RecordBatch batch = new RecordBatch(new PartitionId(partition, 0), origin, 1);
        batch.add("x".getBytes(StandardCharsets.UTF_8), 0, 1, at);
        return RecordRelations.position(batch, 0);
    }
}
