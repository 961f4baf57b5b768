package io.nilometer.core.deliver;

import io.nilometer.api.Column;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.bytes.ValueCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a batch's rows. Relations and columns go by name, so that rows survive a changed pipeline.
 *
 * <p>Version 1: version byte; then per relation its name, the length of its block (4 bytes), column count and names, row
 * count, and per row: flags (last 1, overflow 2, partial 4), revision, values (see {@link ValueCodec}).
 */
public final class RowCodec {

    private static final int VERSION = 1;
    private static final int LAST = 1;
    private static final int OVERFLOW = 2;
    private static final int PARTIAL = 4;

    private RowCodec() {}

    /**
     * @return empty when there are no rows
     * @throws IllegalArgumentException when a row has not one value per column, or a value of a type that rows do not have
     */
    public static byte[] write(List<Sink.Rows> outputs) {
        if (outputs.stream().allMatch(rows -> rows.rows().isEmpty())) {
            return new byte[0];
        }
        ByteWriter out = new ByteWriter(4096);
        out.writeByte(VERSION);
        for (Sink.Rows rows : outputs) {
            out.writeText(rows.relation().name());
            int lengthAt = out.size();
            out.writeInt(0);
            writeBlock(rows, out);
            out.putInt(lengthAt, out.size() - lengthAt - 4);
        }
        return out.toByteArray();
    }

    /**
     * @param relations by name; rows of others are skipped. Where the columns are no longer those of the writer, values go
     *     by column name: new columns are null, gone ones are left out.
     * @return only relations with rows, in the writer's order
     * @throws NilometerException when the bytes are of another version or not whole
     */
    public static List<Sink.Rows> read(byte[] bytes, Map<String, Relation> relations) {
        if (bytes.length == 0) {
            return List.of();
        }
        if (bytes[0] != VERSION) {
            throw new NilometerException(
                    "outbox-format",
                    "results waiting for delivery are in format " + bytes[0] + "; this version reads format " + VERSION,
                    "deliver them with the version that wrote them, or start with a new state directory");
        }
        try {
            return readAll(new ByteReader(bytes, 1, bytes.length - 1), relations);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new NilometerException(
                    "outbox-corrupt",
                    "results waiting for delivery cannot be read: " + e.getMessage(),
                    "restore the state directory from a copy, or start with a new one",
                    e);
        }
    }

    private static void writeBlock(Sink.Rows rows, ByteWriter out) {
        List<Column> columns = rows.relation().columns();
        out.writeUnsigned(columns.size());
        columns.forEach(column -> out.writeText(column.name()));
        out.writeUnsigned(rows.rows().size());
        for (Row row : rows.rows()) {
            if (row.values().size() != columns.size()) {
                throw new IllegalArgumentException("a row of " + rows.relation().name() + " has "
                        + row.values().size() + " values for " + columns.size() + " columns");
            }
            out.writeByte((row.last() ? LAST : 0) | (row.overflow() ? OVERFLOW : 0) | (row.partial() ? PARTIAL : 0));
            out.writeSigned(row.revision());
            row.values().forEach(value -> ValueCodec.write(value, out));
        }
    }

    private static List<Sink.Rows> readAll(ByteReader in, Map<String, Relation> relations) {
        List<Sink.Rows> outputs = new ArrayList<>();
        while (in.hasMore()) {
            Relation relation = relations.get(in.readText());
            int length = in.readInt();
            if (relation == null) {
                in.skip(length);
            } else {
                List<Row> rows = readBlock(in, relation);
                if (!rows.isEmpty()) {
                    outputs.add(new Sink.Rows(relation, rows));
                }
            }
        }
        return outputs;
    }

    private static List<Row> readBlock(ByteReader in, Relation relation) {
        int[] places = new int[in.readLength()];
        boolean same = places.length == relation.columns().size();
        for (int i = 0; i < places.length; i++) {
            places[i] = relation.indexOf(in.readText());
            same &= places[i] == i;
        }
        int count = in.readLength();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int flags = in.readByte();
            long revision = in.readSigned();
            List<@Nullable Object> values = readValues(in, places.length);
            rows.add(new Row(
                    same ? values : placed(values, places, relation.columns().size()),
                    (flags & LAST) != 0,
                    (flags & OVERFLOW) != 0,
                    (flags & PARTIAL) != 0,
                    revision));
        }
        return rows;
    }

    private static List<@Nullable Object> readValues(ByteReader in, int count) {
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(ValueCodec.read(in));
        }
        return Collections.unmodifiableList(values);
    }

    private static List<@Nullable Object> placed(List<@Nullable Object> values, int[] places, int columns) {
        List<@Nullable Object> placed = new ArrayList<>(Collections.nCopies(columns, null));
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                placed.set(places[i], values.get(i));
            }
        }
        return Collections.unmodifiableList(placed);
    }
}
