package io.nilometer.cli.parity;

import io.nilometer.embedded.RandomCuts;
import io.nilometer.embedded.oracle.Events;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random records by stream and partition, in order, some of them broken. */
final class Records {

    private static final String[] BROKEN = {
        "not json at all",
        "{\"n\":1",
        "{\"n\":7,\"t\":\"k1\"}",
        "{\"ts\":\"yesterday\"}",
        "{\"ts\":null,\"t\":\"k0\"}",
        "[]"
    };

    private Records() {}

    /** @param most of a stream */
    static Map<String, Map<String, List<byte[]>>> of(Random random, int most) {
        Map<String, Map<String, List<byte[]>>> streams = new LinkedHashMap<>();
        for (String stream : AnyPipeline.SOURCES) {
            Map<String, List<byte[]>> partitions = new TreeMap<>();
            for (RandomCuts.Record record : new Events(random, most / 2 + random.nextInt(most / 2)).records) {
                List<byte[]> lines = partitions.computeIfAbsent(record.partition(), first -> new ArrayList<>());
                // Before the first event of a partition, only the wall clock could say when something was rejected.
                if (!lines.isEmpty() && random.nextInt(25) == 0) {
                    lines.add(BROKEN[random.nextInt(BROKEN.length)].getBytes(StandardCharsets.UTF_8));
                }
                lines.add(record.bytes());
            }
            streams.put(stream, partitions);
        }
        return streams;
    }
}
