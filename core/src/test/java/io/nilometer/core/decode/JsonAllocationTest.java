package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.core.row.EventRow;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonAllocationTest {

    @Test
    void a_flat_event_is_decoded_without_allocation() {
        List<Field> wanted = List.of(
                Field.of("timestamp", Simple.TIMESTAMP),
                Field.of("service", Simple.STRING),
                Field.of("ok", Simple.BOOLEAN),
                Field.of("response_time", Simple.DOUBLE),
                Field.of("status_code", Simple.INT));
        Decoder decoder = new JsonDecoder(wanted, new Format.Settings(ZoneId.of("Europe/Berlin"), 64), false);
        EventRow row = new EventRow(wanted.stream().map(Field::type).toList());
        byte[] event =
                JsonCorpus.EVENT.replace("Z\"", "\"").replace("null", "true").getBytes(StandardCharsets.UTF_8);
        decode(decoder, event, row, 1000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        decode(decoder, event, row, 10_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000L);
    }

    private static void decode(Decoder decoder, byte[] event, EventRow row, int times) {
        for (int i = 0; i < times; i++) {
            row.clear();
            if (decoder.decode(event, 0, event.length, row) != null) {
                throw new AssertionError("a good record was rejected");
            }
        }
    }
}
