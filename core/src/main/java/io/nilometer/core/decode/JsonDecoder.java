package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldWriter;
import io.nilometer.api.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON objects: the fast scanner first; what it does not take goes to the strict parser. */
final class JsonDecoder implements Decoder {

    private final JsonScanner scanner;
    private final JsonStrict strict;

    JsonDecoder(List<Field> wanted, Format.Settings settings) {
        NumberText number = new NumberText();
        JsonNode root = JsonNode.tree(wanted, ValueWriter.Shared.of(number, settings));
        scanner = new JsonScanner(root, number, settings.maxDepth());
        strict = new JsonStrict(root, number, settings.maxDepth());
    }

    @Override
    public @Nullable String decode(byte[] buffer, int offset, int length, FieldWriter out) {
        int end = offset + length;
        int start = Records.withoutByteOrderMark(buffer, offset, end);
        return scanner.scan(buffer, start, end, out) ? null : strict.read(buffer, start, end, out);
    }
}
