package io.nilometer.core.config;

import io.nilometer.api.OptionType;
import io.nilometer.core.pipeline.Limits;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code limits}. */
final class LimitsReader {

    private static final long MOST_RECORD = 256L << 20;

    private final Reading reading;

    LimitsReader(Reading reading) {
        this.reading = reading;
    }

    Limits read(@Nullable Tree tree) {
        Fields fields = tree == null ? null : reading.fields(tree, Grammar.LIMITS);
        if (fields == null) {
            return Limits.DEFAULT;
        }
        Limits usual = Limits.DEFAULT;
        return new Limits(
                (int) size(fields, "record", usual.recordBytes(), MOST_RECORD),
                fields.integer("depth", 1, 1_000).orElse((long) usual.depth()).intValue(),
                fields.integer("collect", 1, 10_000_000)
                        .orElse((long) usual.collect())
                        .intValue(),
                size(fields, "state", usual.stateBytes(), Long.MAX_VALUE),
                size(fields, "rejected", usual.rejectedBytes(), Long.MAX_VALUE),
                fields.integer("open_files", 1, 1_000_000)
                        .orElse((long) usual.openFiles())
                        .intValue());
    }

    private long size(Fields fields, String key, long usual, long most) {
        Tree tree = fields.find(key);
        Long size = tree == null
                ? null
                : reading.value(
                        tree, "`" + key + "`", text -> OptionType.SIZE.parser().apply(text), Meant::size);
        if (size != null && (size < 1 || size > most)) {
            reading.problems.error(
                    "bad-value",
                    fields.placeOf(key),
                    "`" + key + "` must be at least 1 byte and at most " + most,
                    size < 1 ? "write a size such as `1 MiB`" : "write `" + (most >> 20) + " MiB` or less");
            return usual;
        }
        return size == null ? usual : size;
    }
}
