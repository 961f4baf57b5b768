package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldWriter;
import io.nilometer.api.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON objects: the fast scanner first; what it does not take goes to the strict parser. */
final class JsonDecoder implements Decoder {

    private final JsonNode root;
    private final boolean lenient;
    private final JsonScanner scanner;
    private final JsonStrict strict;

    /** @param lenient whether {@link JsonLenient} mends what is no JSON */
    JsonDecoder(List<Field> wanted, Format.Settings settings, boolean lenient) {
        this.lenient = lenient;
        NumberText number = new NumberText();
        root = JsonTree.of(wanted, ValueWriter.Shared.of(number, settings));
        scanner = new JsonScanner(root, number, settings.maxDepth());
        strict = new JsonStrict(root, number, settings.maxDepth());
    }

    @Override
    public @Nullable String decode(byte[] buffer, int offset, int length, FieldWriter out) {
        int end = offset + length;
        int start = Records.withoutByteOrderMark(buffer, offset, end);
        if (scanner.scan(buffer, start, end, out)) {
            return null;
        }
        byte[] mended = lenient ? JsonLenient.mended(buffer, start, end) : null;
        if (mended == null) {
            return strict.read(buffer, start, end, out);
        }
        root.clear(out);
        return scanner.scan(mended, 0, mended.length, out) ? null : strict.read(mended, 0, mended.length, out);
    }
}
