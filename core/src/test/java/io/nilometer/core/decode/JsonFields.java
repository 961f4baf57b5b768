package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fields of every type, as the JSON tests want them. */
final class JsonFields {

    static final List<String> NAMES = List.of(
            "a",
            "s",
            "bool",
            "tiny",
            "small",
            "int",
            "real",
            "float",
            "bin",
            "date",
            "time",
            "millis",
            "dec",
            "whole_dec",
            "list",
            "texts",
            "map",
            "counts",
            "struct",
            "o");

    private JsonFields() {}

    /** The strict parser alone. */
    static Decoder strict(List<Field> wanted, Format.Settings settings) {
        NumberText number = new NumberText();
        JsonStrict strict = new JsonStrict(
                JsonTree.of(wanted, ValueWriter.Shared.of(number, settings)), number, settings.maxDepth());
        return (b, offset, length, out) ->
                strict.read(b, Records.withoutByteOrderMark(b, offset, offset + length), offset + length, out);
    }

    /** The scanner alone; what it leaves to the strict parser is rejected as {@code left}. */
    static Decoder scanner(List<Field> wanted, Format.Settings settings) {
        NumberText number = new NumberText();
        JsonScanner scanner = new JsonScanner(
                JsonTree.of(wanted, ValueWriter.Shared.of(number, settings)), number, settings.maxDepth());
        return (b, offset, length, out) ->
                scanner.scan(b, Records.withoutByteOrderMark(b, offset, offset + length), offset + length, out)
                        ? null
                        : "left";
    }

    static List<Field> all() {
        List<Field> fields = new ArrayList<>(List.of(
                Field.of("a", Simple.LONG),
                Field.of("s", Simple.STRING),
                Field.of("bool", Simple.BOOLEAN),
                Field.of("tiny", Simple.BYTE),
                Field.of("small", Simple.SHORT),
                Field.of("int", Simple.INT),
                Field.of("real", Simple.DOUBLE),
                Field.of("float", Simple.FLOAT),
                Field.of("bin", Simple.BINARY),
                Field.of("date", Simple.DATE),
                Field.of("time", Simple.TIMESTAMP),
                new Field("millis", Simple.TIMESTAMP, List.of("millis"), TimeUnit.MILLISECONDS),
                Field.of("dec", new FieldType.Decimal(18, 2)),
                Field.of("whole_dec", new FieldType.Decimal(38, 0)),
                Field.of("list", new FieldType.Array(Simple.INT)),
                Field.of("texts", new FieldType.Array(Simple.STRING)),
                Field.of("map", new FieldType.Mapping(Simple.STRING, Simple.STRING)),
                Field.of("counts", new FieldType.Mapping(Simple.STRING, Simple.LONG)),
                Field.of(
                        "struct",
                        new FieldType.Struct(List.of(
                                new FieldType.Member("n", Simple.LONG),
                                new FieldType.Member("t", Simple.TIMESTAMP),
                                new FieldType.Member("list", new FieldType.Array(new FieldType.Decimal(10, 1)))))),
                Field.of("o", Simple.STRING),
                new Field("o_b", Simple.LONG, List.of("o", "b"), null),
                new Field("o_c", Simple.STRING, List.of("o", "c"), null),
                new Field("o_c_d", Simple.STRING, List.of("o", "c", "d"), null),
                new Field("a_again", Simple.STRING, List.of("a"), null)));
        for (String name :
                List.of("timestamp", "service", "user_id", "ip_address", "status_code", "é", "q\"q", "b\\", "")) {
            fields.add(Field.of(name, name.equals("timestamp") ? Simple.TIMESTAMP : Simple.STRING));
        }
        return fields;
    }
}
