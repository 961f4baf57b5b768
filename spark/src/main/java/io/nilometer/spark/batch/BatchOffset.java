package io.nilometer.spark.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nilometer.api.NilometerException;
import io.nilometer.api.PartitionId;
import io.nilometer.api.Range;
import io.nilometer.api.Source.Progress;
import io.nilometer.api.disk.Checksum;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * All that a batch is made of, as it stands in Spark's offset log before the batch runs: a batch that is run again is the
 * same one.
 */
public final class BatchOffset extends Offset {

    private static final int VERSION = 3;

    /** Eight digits of a CRC-32C stand within. */
    private static final String HEAD = "{\"crc\":\"";

    private static final String MIDDLE = "\",\"offset\":";
    private static final int BODY = HEAD.length() + 8 + MIDDLE.length();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Content content;
    private final String json;

    /**
     * @param batch -1 before the first
     * @param last everything closes with this batch, and nothing comes after it
     * @param flush provisional results that are not due yet are given out
     * @param streams names of the sources, in the order of their numbers
     * @param ranges of all partitions with records
     * @param standing {@link io.nilometer.core.run.Standing} after the batch before, moved to this one's beginning
     * @param overflow cells that found no room in the batch before
     */
    public record Content(
            int version,
            long batch,
            boolean last,
            boolean flush,
            List<String> streams,
            List<SourceRange> ranges,
            byte[] standing,
            byte[] overflow) {}

    /** @param shipped the driver reads the records and sends them with the work */
    public record SourceRange(
            int source,
            String partition,
            long order,
            String from,
            String to,
            Progress progress,
            long lag,
            boolean shipped) {

        public static SourceRange of(int source, Range range, boolean shipped) {
            return new SourceRange(
                    source,
                    range.partition().name(),
                    range.partition().order(),
                    range.from(),
                    range.to(),
                    range.progress(),
                    range.lag(),
                    shipped);
        }

        public PartitionId id() {
            return new PartitionId(partition, order);
        }
    }

    private BatchOffset(Content content, String json) {
        this.content = content;
        this.json = json;
    }

    public static BatchOffset of(
            long batch,
            boolean last,
            boolean flush,
            List<String> streams,
            List<SourceRange> ranges,
            byte[] standing,
            byte[] overflow) {
        Content content =
                new Content(VERSION, batch, last, flush, List.copyOf(streams), List.copyOf(ranges), standing, overflow);
        try {
            return new BatchOffset(content, sealed(JSON.writeValueAsString(content)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Before the first batch. */
    public static BatchOffset none() {
        return of(-1, false, false, List.of(), List.of(), new byte[0], new byte[0]);
    }

    /** @throws NilometerException when it is not what {@link #json} gave */
    public static BatchOffset parse(String json) {
        String body = json.length() > BODY ? json.substring(BODY, json.length() - 1) : "";
        if (!json.equals(sealed(body))) {
            throw unreadable("it is damaged or of an older version: its checksum does not fit", null);
        }
        try {
            Content content = JSON.readValue(body, Content.class);
            if (content.version() == VERSION) {
                return new BatchOffset(content, json);
            }
            throw unreadable("it has format " + content.version() + ", this version reads " + VERSION, null);
        } catch (JsonProcessingException e) {
            throw unreadable(String.valueOf(e.getOriginalMessage()), e);
        }
    }

    private static String sealed(String body) {
        return HEAD + Checksum.of(body.getBytes(StandardCharsets.UTF_8)) + MIDDLE + body + "}";
    }

    private static NilometerException unreadable(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new NilometerException(
                "checkpoint-format",
                "an offset in the checkpoint cannot be read: " + why,
                "restore the checkpoint from a copy, go on with the version that wrote it, or start anew: --forget",
                cause);
    }

    public Content content() {
        return content;
    }

    public long batch() {
        return content.batch();
    }

    @Override
    public String json() {
        return json;
    }
}
