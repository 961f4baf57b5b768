package io.nilometer.core.compile;

import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.Format;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Problem;
import io.nilometer.core.component.Components;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;

/** Finds the fields of sources and their types: those of the schema or, without one, what the formats give by themselves. */
final class SourceFields {

    private final Analysis analysis;
    private final Components components;

    SourceFields(Analysis analysis, Components components) {
        this.analysis = analysis;
        this.components = components;
    }

    /**
     * @param guessed gets the names of those whose type is wrong
     * @return empty, and a problem told, when they are not known
     */
    Optional<List<Field>> of(Stream.Source input, List<String> guessed) {
        checkFraming(input);
        if (!input.schema().isEmpty()) {
            checkNames(input);
            return Optional.of(declared(input, guessed));
        }
        return input.formats().stream().anyMatch(Use::isUnreadable) ? Optional.empty() : ofFormats(input);
    }

    private List<Field> declared(Stream.Source input, List<String> guessed) {
        List<Field> fields = new ArrayList<>();
        for (Stream.SchemaField field : input.schema().values()) {
            type(field)
                    .ifPresentOrElse(
                            type -> fields.add(
                                    new Field(field.name(), type, field.path(), unit(field, type, input.time()))),
                            () -> guessed.add(field.name()));
        }
        return fields;
    }

    /** Headers and quoted line ends are found line by line; patterns would take the lines away. */
    private void checkFraming(Stream.Source input) {
        boolean csv = input.formats().stream().anyMatch(use -> use.component().equals("csv"));
        if (csv && input.multiline().isPresent()) {
            analysis.problems()
                    .error(
                            "multiline-csv",
                            "`multiline` and csv contradict each other: csv itself says which lines belong together",
                            "take `multiline` out: quoted cells may hold line ends as it is",
                            input.multiline().get().place());
        }
    }

    /**
     * What the formats give by themselves, together; a name has the same type in all of them.
     *
     * @return empty, and a problem told, when one of them gives none
     */
    private Optional<List<Field>> ofFormats(Stream.Source input) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Use use : input.formats()) {
            Optional<List<Field>> given = ofFormat(use);
            if (given.isEmpty()) {
                return Optional.empty();
            }
            for (Field field : given.get()) {
                Field before = fields.putIfAbsent(field.name(), field);
                if (before != null && !before.type().equals(field.type())) {
                    analysis.problems()
                            .error(
                                    "field-types",
                                    "`" + field.name() + "` has another type in " + use.component()
                                            + " than in the formats before it",
                                    "add a `schema` with the fields to read and their types",
                                    use.place());
                }
            }
        }
        return Optional.of(List.copyOf(fields.values()));
    }

    /** Empty, and a problem told, when it does not say. */
    private Optional<List<Field>> ofFormat(Use use) {
        Format format = components.formats().get(use.component());
        if (format == null) {
            analysis.problems()
                    .error(
                            "unknown-format",
                            "there is no format `" + use.component() + "`",
                            NearestName.remedy(
                                    use.component(), components.formats().keySet(), "formats"),
                            use.place());
            return Optional.empty();
        }
        Optional<List<Field>> fields = fields(format, use);
        if (fields.isPresent() && fields.get().isEmpty()) {
            analysis.problems()
                    .error(
                            "missing-schema",
                            "the format `" + use.component()
                                    + "` does not say which fields there are, and there is no `schema`",
                            "add `schema: {name: type, …}` to the stream, such as `schema: {at: timestamp, service: string}`",
                            use.place());
            return Optional.empty();
        }
        return fields;
    }

    /** Empty, and a problem told, when the format can't use its options. */
    private Optional<List<Field>> fields(Format format, Use use) {
        try {
            return Optional.of(format.fields(use.options()));
        } catch (NilometerException wrong) {
            // What reads the file has told it too, and only one of both is shown.
            Problem problem = wrong.problem();
            analysis.problems().error(problem.code(), problem.message(), problem.remedy(), use.place());
            return Optional.empty();
        }
    }

    /** A field that can't occur would be null for ever. */
    private void checkNames(Stream.Source input) {
        Set<String> known = new LinkedHashSet<>();
        for (Use use : input.formats()) {
            Format format = components.formats().get(use.component());
            if (use.unset() || format == null || format.isOpen(use.options())) {
                return;
            }
            Optional<List<Field>> given = fields(format, use);
            if (given.isEmpty()) {
                return;
            }
            given.get().forEach(field -> known.add(field.name()));
        }
        String formats =
                String.join(" or ", input.formats().stream().map(Use::component).toList());
        Set<String> unread = new LinkedHashSet<>(known);
        input.schema().values().forEach(field -> unread.remove(field.path().dotted()));
        for (Stream.SchemaField field : input.schema().values()) {
            String asked = field.path().dotted();
            if (!known.contains(asked)) {
                List<String> remedies = new ArrayList<>();
                remedies.add(NearestName.remedy(asked, known, "fields"));
                if (asked.equals(field.name())) {
                    remedies.add("to read another field as `" + asked + "` write " + asked + ": {type: " + field.type()
                            + ", path: "
                            + (unread.size() == 1 ? unread.iterator().next() : "…") + "}");
                }
                analysis.problems()
                        .error(
                                "unknown-field",
                                "`" + asked + "` can't occur: the records of " + formats
                                        + " have no field of that name",
                                remedies.stream()
                                        .filter(text -> !text.isEmpty())
                                        .collect(Collectors.joining("; ")),
                                field.place());
            }
        }
    }

    private Optional<FieldType> type(Stream.SchemaField field) {
        if (field.type().isEmpty()) {
            return Optional.empty(); // told when it was read
        }
        try {
            Optional<FieldType> type = FieldTypes.of(analysis.catalyst().parseType(field.type()));
            if (type.isEmpty()) {
                analysis.problems()
                        .error(
                                "unsupported-type",
                                "a field can't be " + field.type(),
                                "for a point in time write timestamp",
                                field.place());
            }
            return type;
        } catch (Exception failure) {
            String unknown = failure instanceof AnalysisException wrong ? SqlErrors.unknownType(wrong) : "";
            String message = failure instanceof AnalysisException
                    ? SqlErrors.firstLine(failure)
                    : String.valueOf(failure.getMessage());
            String why = unknown.isEmpty()
                    ? ": " + message
                    : unknown.equals(field.type()) ? "" : ": there is no `" + unknown + "`";
            analysis.problems()
                    .error(
                            "bad-type",
                            "`" + field.type() + "` is not a type" + why,
                            TypeNames.remedy(field.type(), unknown),
                            field.place());
            return Optional.empty();
        }
    }

    /** The unit belongs to the field when the field itself is the timestamp. */
    private static @Nullable TimeUnit unit(Stream.SchemaField field, FieldType type, EventTime time) {
        boolean isTime = time instanceof EventTime.Field written
                && written.field().text().strip().equals(field.name());
        return isTime && type == FieldType.Simple.TIMESTAMP
                ? ((EventTime.Field) time).unit().orElse(null)
                : null;
    }
}
