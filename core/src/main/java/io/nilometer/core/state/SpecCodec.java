package io.nilometer.core.state;

import io.nilometer.api.FieldType;
import io.nilometer.core.aggregate.AggregateFunction;
import io.nilometer.core.aggregate.AggregateSpec;
import io.nilometer.core.aggregate.CatalystAggregate;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Aggregates' specifications as bytes: enough to read cells that another version of a pipeline has written. */
final class SpecCodec {

    private SpecCodec() {}

    static void write(AggregateSpec spec, ByteWriter out) {
        out.writeText(spec.function().name());
        out.writeBoolean(spec.distinct());
        out.writeUnsigned(spec.inputs().size());
        spec.inputs().forEach(input -> writeType(input, out));
        writeType(spec.result(), out);
        out.writeUnsigned(spec.parameters().size());
        spec.parameters().forEach(parameter -> writeParameter(parameter, out));
        out.writeUnsigned(spec.collectLimit());
        out.writeText(spec.text());
    }

    /** @param makers of Spark's aggregates, by text */
    static AggregateSpec read(ByteReader in, Function<String, CatalystAggregate.@Nullable Maker> makers) {
        AggregateFunction function = AggregateFunction.valueOf(in.readText());
        boolean distinct = in.readBoolean();
        List<FieldType> inputs = new ArrayList<>();
        for (int i = in.readLength(); i > 0; i--) {
            inputs.add(readType(in));
        }
        FieldType result = readType(in);
        List<Object> parameters = new ArrayList<>();
        for (int i = in.readLength(); i > 0; i--) {
            parameters.add(readParameter(in));
        }
        int limit = in.readLength();
        String text = in.readText();
        return new AggregateSpec(
                function,
                distinct,
                inputs,
                result,
                parameters,
                limit,
                function == AggregateFunction.CATALYST ? makers.apply(text) : null,
                text);
    }

    private static void writeParameter(Object parameter, ByteWriter out) {
        if (parameter instanceof Double number) {
            out.writeByte('d');
            out.writeDouble(number);
        } else if (parameter instanceof Boolean flag) {
            out.writeByte('b');
            out.writeBoolean(flag);
        } else if (parameter instanceof Number number) {
            out.writeByte('l');
            out.writeSigned(number.longValue());
        } else {
            out.writeByte('t');
            out.writeText(parameter.toString());
        }
    }

    private static Object readParameter(ByteReader in) {
        return switch (in.readByte()) {
            case 'd' -> in.readDouble();
            case 'b' -> in.readBoolean();
            case 'l' -> in.readSigned();
            default -> in.readText();
        };
    }

    private static void writeType(FieldType type, ByteWriter out) {
        if (type instanceof FieldType.Simple simple) {
            out.writeByte('s');
            out.writeText(simple.name());
        } else if (type instanceof FieldType.Decimal decimal) {
            out.writeByte('d');
            out.writeUnsigned(decimal.precision());
            out.writeSigned(decimal.scale());
        } else if (type instanceof FieldType.Array array) {
            out.writeByte('a');
            writeType(array.element(), out);
        } else if (type instanceof FieldType.Mapping mapping) {
            out.writeByte('m');
            writeType(mapping.key(), out);
            writeType(mapping.value(), out);
        } else {
            List<FieldType.Member> members = ((FieldType.Struct) type).members();
            out.writeByte('r');
            out.writeUnsigned(members.size());
            members.forEach(member -> {
                out.writeText(member.name());
                writeType(member.type(), out);
            });
        }
    }

    private static FieldType readType(ByteReader in) {
        return switch (in.readByte()) {
            case 's' -> FieldType.Simple.valueOf(in.readText());
            case 'd' -> new FieldType.Decimal(in.readLength(), (int) in.readSigned());
            case 'a' -> new FieldType.Array(readType(in));
            case 'm' -> new FieldType.Mapping(readType(in), readType(in));
            default -> {
                List<FieldType.Member> members = new ArrayList<>();
                for (int i = in.readLength(); i > 0; i--) {
                    members.add(new FieldType.Member(in.readText(), readType(in)));
                }
                yield new FieldType.Struct(members);
            }
        };
    }
}
