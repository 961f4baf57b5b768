package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.api.RecordGenerator;
import io.nilometer.core.row.CatalystValues;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;

/** Makes the records of a demo section by walking its expressions. */
final class DemoGenerator implements RecordGenerator {

    /**
     * An incident.
     *
     * @param everyMicros 0 means once
     * @param where null means all records
     * @param set by index of the field that is replaced
     */
    record Planted(
            long atMicros,
            long lastingMicros,
            long everyMicros,
            @Nullable Expression where,
            Map<Integer, DemoExpressions.Value> set) {

        boolean isActive(long sinceStart) {
            long sinceFirst = sinceStart - atMicros;
            return sinceFirst >= 0 && (everyMicros == 0 ? sinceFirst : sinceFirst % everyMicros) < lastingMicros;
        }
    }

    private final Catalyst catalyst;
    private final double rate;
    private final boolean raw;
    private final List<DemoExpressions.Value> fields;
    private final List<Planted> incidents;

    DemoGenerator(
            Catalyst catalyst, double rate, boolean raw, List<DemoExpressions.Value> fields, List<Planted> incidents) {
        this.catalyst = catalyst;
        this.rate = rate;
        this.raw = raw;
        this.fields = fields;
        this.incidents = incidents;
    }

    @Override
    public double rate() {
        return rate;
    }

    @Override
    public byte[] record(long n, long startMicros, long nowMicros) {
        return catalyst.within(() -> make(n, startMicros, nowMicros));
    }

    private byte[] make(long n, long startMicros, long nowMicros) {
        @Nullable Object[] values = new Object[2 + fields.size()];
        FieldType[] types = new FieldType[fields.size()];
        GenericInternalRow row = new GenericInternalRow(values);
        values[0] = n;
        values[1] = nowMicros;
        for (int i = 0; i < types.length; i++) {
            values[2 + i] = fields.get(i).bound().eval(row);
            types[i] = fields.get(i).type();
        }
        for (Planted incident : incidents) {
            Expression where = incident.where();
            if (incident.isActive(nowMicros - startMicros) && (where == null || Boolean.TRUE.equals(where.eval(row)))) {
                incident.set().forEach((field, value) -> {
                    values[2 + field] = value.bound().eval(row);
                    types[field] = value.type();
                });
            }
        }
        if (raw) {
            return String.valueOf(values[2] == null ? "" : values[2]).getBytes(StandardCharsets.UTF_8);
        }
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        for (int i = 0; i < types.length; i++) {
            record.put(fields.get(i).name(), CatalystValues.toJava(types[i], values[2 + i]));
        }
        return DemoJson.bytes(record);
    }
}
