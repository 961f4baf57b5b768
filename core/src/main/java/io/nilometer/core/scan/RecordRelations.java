package io.nilometer.core.scan;

import io.nilometer.api.Column;
import io.nilometer.api.Column.Role;
import io.nilometer.api.RecordBatch;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.time.EventTimes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows in which rejected and late records are kept: raw bytes, position, reason and, when it is known, event time; of Kafka
 * also key and headers, without which a record cannot be sent again. What is not UTF-8 stands as base64, headers always do.
 */
public final class RecordRelations {

    private static final List<Column> COLUMNS = List.of(
            new Column("stream", "string", Role.KEY),
            new Column("reason", "string", Role.VALUE),
            new Column("position", "string", Role.KEY),
            new Column("time", "timestamp", Role.VALUE),
            new Column("raw", "string", Role.VALUE),
            new Column("raw_base64", "string", Role.VALUE),
            new Column("key", "string", Role.VALUE),
            new Column("key_base64", "string", Role.VALUE),
            new Column("headers", "map<string,binary>", Role.VALUE));

    private RecordRelations() {}

    /** @param name {@code rejected}, or {@code logs.rejected} for those of one stream */
    public static Relation rejected(String name) {
        return new Relation(name, Relation.Kind.REJECTED, COLUMNS);
    }

    /** @param name {@code late}, or {@code logs.late} for those of one stream */
    public static Relation late(String name) {
        return new Relation(name, Relation.Kind.LATE, COLUMNS);
    }

    /**
     * @param eventMicros {@link EventTimes#NOT_A_TIME} when it is not known
     * @param mostBytes of the record that are kept
     */
    static Row row(String stream, String reason, RecordBatch batch, int record, long eventMicros, int mostBytes) {
        int offset = batch.offset(record);
        byte[] raw =
                Arrays.copyOfRange(batch.buffer(record), offset, offset + Math.min(batch.length(record), mostBytes));
        String text = utf8(raw);
        byte[] key = batch.key(record);
        String keyText = key == null ? null : utf8(key);
        Map<String, byte[]> headers = batch.headers(record);
        return Row.of(Arrays.asList(
                stream,
                reason,
                position(batch, record),
                eventMicros == EventTimes.NOT_A_TIME ? null : CatalystValues.instant(eventMicros),
                text,
                text == null ? base64(raw) : null,
                keyText,
                key != null && keyText == null ? base64(key) : null,
                headers.isEmpty() ? null : headers));
    }

    /** {@code topic-partition-offset}, or in words: a number behind a file's name would read as that of a line. */
    static String position(RecordBatch batch, int record) {
        String name = batch.partition().name();
        long position = batch.position(record);
        if (batch.origin().topic() != null) {
            return name + "-" + position;
        }
        return (batch.origin().file() != null ? "byte " : "record ") + position + " of " + name;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static @Nullable String utf8(byte[] raw) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
