package io.nilometer.core.pipeline;

import io.nilometer.api.FieldPath;
import io.nilometer.api.Place;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stream: read from a source, or derived from other streams. */
public record Stream(String name, Place place, Input input, List<Step> steps) {

    /** Where the events come from. */
    public sealed interface Input {}

    /**
     * @param formats the first that fits a record decodes it
     * @param multiline which lines make a record; empty: what the format says
     * @param encoding of the records' text
     * @param schema the declared fields in order; empty when the format gives them
     * @param rejectBadField a value that does not fit its field rejects the record; otherwise it is null
     */
    public record Source(
            Use source,
            List<Use> formats,
            Optional<Multiline> multiline,
            Charset encoding,
            Map<String, SchemaField> schema,
            EventTime time,
            boolean rejectBadField)
            implements Input {

        public Source {
            formats = List.copyOf(formats);
        }
    }

    /** One stream, or the union of several by field name. */
    public record Derived(List<Reference> from) implements Input {}

    /**
     * @param path where it is in a record: under the field's own name unless {@code path} was written
     */
    public record SchemaField(String name, String type, FieldPath path, Place place) {

        /** @param path plain names from the outside in */
        public SchemaField(String name, String type, List<String> path, Place place) {
            this(name, type, FieldPath.of(path), place);
        }
    }

    /** A step; they run in the order of the file. */
    public sealed interface Step {
        Place place();
    }

    /** New columns, each may use the earlier ones. */
    public record Derive(Map<String, Sql> columns, Place place) implements Step {}

    public record Where(Sql condition, Place place) implements Step {}

    /** One event per element of an array. */
    public record Explode(String column, Sql array, Place place) implements Step {}

    public record Lookup(
            Use source,
            Sql key,
            Map<String, String> fields,
            Map<String, Sql> defaults,
            Optional<java.time.Duration> refresh,
            Place place)
            implements Step {}

    public record Dedupe(List<String> by, java.time.Duration within, Place place) implements Step {}
}
