package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.core.row.EventRow;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Prints CPU nanoseconds a record of the scanner and of the strict parser. Run by hand, on a quiet machine. */
final class JsonTiming {

    private static final int RECORDS = 4096;

    private JsonTiming() {}

    public static void main(String[] args) {
        List<Field> wanted = List.of(
                Field.of("timestamp", Simple.TIMESTAMP),
                Field.of("service", Simple.STRING),
                Field.of("user_id", Simple.STRING),
                Field.of("ip_address", Simple.STRING),
                Field.of("response_time", Simple.DOUBLE),
                Field.of("status_code", Simple.INT));
        Format.Settings settings = new Format.Settings(ZoneOffset.UTC, 64);
        Decoder decoder = new JsonDecoder(wanted, settings, false);
        EventRow row = new EventRow(wanted.stream().map(Field::type).toList());
        StringBuilder all = new StringBuilder();
        int[] ends = new int[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            all.append(String.format(
                    Locale.ROOT,
                    "{\"timestamp\":\"2026-01-01T%02d:%02d:%02d.%03dZ\",\"level\":\"INFO\",\"service\":\"service-%d\","
                            + "\"message\":\"request %d done\",\"ip_address\":\"10.%d.%d.3\",\"user_id\":\"user_%d\","
                            + "\"request_id\":\"8d3f0b6e-41f4-4a53-%08x\","
                            + "\"response_time\":%.3f,\"status_code\":%d,\"error_code\":null}",
                    i / 3600 % 24,
                    i / 60 % 60,
                    i % 60,
                    i % 1000,
                    i % 7,
                    i,
                    i % 256,
                    i * 31 % 256,
                    i * 7919 % 10_000,
                    i * 40503,
                    i % 997 / 100.0,
                    i % 50 == 0 ? 500 : 200));
            ends[i] = all.length();
        }
        byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
        System.out.printf("%d bytes a record%n", bytes.length / RECORDS);
        for (int round = 0; round < 3; round++) {
            System.out.printf("scanner %.0f ns%n", time(decoder, bytes, ends, row, 1000));
        }
        System.out.printf("strict %.0f ns%n", time(JsonFields.strict(wanted, settings), bytes, ends, row, 100));
    }

    private static double time(Decoder decoder, byte[] bytes, int[] ends, EventRow row, int repeat) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < repeat; i++) {
            int from = 0;
            for (int end : ends) {
                row.clear();
                if (decoder.decode(bytes, from, end - from, row) != null) {
                    throw new AssertionError("a good record was rejected");
                }
                from = end;
            }
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / (double) repeat / ends.length;
    }
}
