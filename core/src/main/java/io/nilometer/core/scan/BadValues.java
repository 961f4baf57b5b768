package io.nilometer.core.scan;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.RecordBatch;
import io.nilometer.core.program.SourceProgram;
import io.nilometer.core.row.EventRow;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** What stands in a record where a field does not fit its type: the record is decoded once more, with text for every field. */
final class BadValues {

    /** Enough to recognize a value by. */
    private static final int MOST_CHARACTERS = 60;

    private final SourceProgram source;
    private @Nullable Decoder decoder;
    private final EventRow row;

    BadValues(SourceProgram source) {
        this.source = source;
        row = new EventRow(Collections.nCopies(source.fields().size(), Simple.STRING));
    }

    String text(RecordBatch batch, int record, Field field) {
        Decoder texts = decoder;
        if (texts == null) {
            texts = source.texts().make();
            decoder = texts;
        }
        row.clear();
        texts.layout(batch.layout(record));
        texts.decode(batch.buffer(record), batch.offset(record), batch.length(record), row);
        int slot = source.fields().indexOf(field);
        if (row.isNullAt(slot)) {
            return "";
        }
        String text = new String(row.bufferAt(slot), row.offsetAt(slot), row.lengthAt(slot), StandardCharsets.UTF_8);
        return text.codePointCount(0, text.length()) <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
    }
}
