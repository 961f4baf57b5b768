package io.nilometer.core.config;

import io.nilometer.api.Encodings;
import io.nilometer.api.FieldPath;
import io.nilometer.api.Place;
import io.nilometer.core.pipeline.EventTime;
import io.nilometer.core.pipeline.Multiline;
import io.nilometer.core.pipeline.Reference;
import io.nilometer.core.pipeline.Sql;
import io.nilometer.core.pipeline.Stream;
import io.nilometer.core.pipeline.Use;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code streams}. */
final class StreamReader {

    private static final Map<String, Optional<TimeUnit>> UNITS = units();

    private final Reading reading;
    private final UseReader uses;

    StreamReader(Reading reading) {
        this.reading = reading;
        this.uses = new UseReader(reading);
    }

    @Nullable
    Stream read(Tree.Entry entry) {
        reading.name(entry.name(), entry.place());
        Fields fields = reading.fields(entry.value(), Grammar.STREAM);
        if (fields == null) {
            return null;
        }
        if (fields.has("source") == fields.has("from") && !fields.misspelt("source") && !fields.misspelt("from")) {
            reading.problems.error(
                    "source-or-from",
                    entry.place(),
                    "the stream `" + entry.name() + "` needs either `source` or `from`",
                    fields.has("source") ? "take one of them out" : "add `source: {…}`, or `from:` another stream");
        }
        Stream.Input input =
                fields.has("from") && !fields.has("source") ? derived(entry, fields) : source(entry, fields);
        Tree stepTree = fields.find("steps");
        List<Stream.Step> steps = stepTree == null ? List.of() : steps(stepTree);
        return new Stream(entry.name(), entry.place(), input, steps);
    }

    private Stream.Input derived(Tree.Entry entry, Fields fields) {
        for (String key : List.of("format", "encoding", "multiline", "schema", "time", "on_bad_field")) {
            if (fields.has(key)) {
                reading.problems.error(
                        "only-with-source",
                        fields.placeOf(key),
                        "`" + key + "` belongs to a stream with a `source`",
                        "take it out, or put it where the source is");
            }
        }
        Tree from = fields.find("from");
        List<Reference> references = from == null ? List.of() : References.read(reading, from);
        return new Stream.Derived(
                references.isEmpty() ? List.of(new Reference("", Reference.Part.EVENTS, entry.place())) : references);
    }

    /** What of it could not be read, which was told, is the least that lets the rest be checked. */
    private Stream.Input source(Tree.Entry entry, Fields fields) {
        Tree sourceTree = fields.find("source");
        Tree formatTree = fields.find("format");
        Tree timeTree = fields.find("time");
        long errors = reading.problems.errors();
        Use source = sourceTree == null ? null : uses.read(sourceTree, "source", reading.components.sources());
        if (source != null && reading.problems.errors() == errors) {
            reading.sources.put(entry.name(), source);
        }
        List<Use> formats = List.of();
        boolean whole = fields.has("source") != fields.has("from");
        if (formatTree == null && (!whole || fields.misspelt("format"))) {
            formats = List.of();
        } else if (formatTree == null) {
            reading.problems.error(
                    "missing-key",
                    entry.place(),
                    "the stream `" + entry.name() + "` needs `format`: how its bytes become events",
                    "add `format: json`, or one of "
                            + String.join(", ", reading.components.formats().keySet()));
        } else {
            formats = formats(formatTree);
        }
        EventTime time = null;
        if (timeTree == null && (!whole || fields.misspelt("time"))) {
            time = null;
        } else if (timeTree == null) {
            reading.problems.error(
                    "missing-key",
                    entry.place(),
                    "the stream `" + entry.name() + "` needs `time`: it is never assumed",
                    "add `time: {field: …, lateness: 10s}`, or `time: arrival`");
        } else {
            time = time(timeTree);
        }
        Tree schemaTree = fields.find("schema");
        Map<String, Stream.SchemaField> schema = schemaTree == null ? Map.of() : schema(schemaTree);
        boolean reject = fields.oneOf("on_bad_field", badFieldWords(), false);
        boolean schemaIsBroken =
                fields.misspelt("schema") || schemaTree instanceof Tree.Items || schemaTree instanceof Tree.Leaf;
        Optional<Multiline> multiline = MultilineReader.read(reading, fields);
        Tree encodingTree = fields.find("encoding");
        Charset encoding =
                encodingTree == null ? null : reading.value(encodingTree, "`encoding`", StreamReader::encoding);
        return new Stream.Source(
                source == null ? Use.unreadable(entry.place()) : source,
                formats.isEmpty() || schemaIsBroken ? List.of(Use.unreadable(entry.place())) : formats,
                multiline,
                encoding == null ? StandardCharsets.UTF_8 : encoding,
                schema,
                time == null ? new EventTime.Arrival(Duration.ofSeconds(30)) : time,
                reject);
    }

    /** One format, or several; none when one of them is wrong. */
    private List<Use> formats(Tree tree) {
        List<Use> formats = new ArrayList<>();
        List<Tree> written = tree instanceof Tree.Items items ? items.items() : List.of(tree);
        for (Tree item : written) {
            Use format = uses.read(item, "format", reading.components.formats());
            if (format != null) {
                formats.add(format);
            }
        }
        if (written.isEmpty()) {
            reading.wrongKind(tree, "format", "the name of a component, or a list of them");
        }
        return formats.size() == written.size() ? formats : List.of();
    }

    /** Where text in it has line ends of one byte, as ASCII has, or two, as UTF-16 has. */
    private static Charset encoding(String text) {
        String name = text.equalsIgnoreCase("latin-1") ? "ISO-8859-1" : text;
        String problem = "an encoding such as utf-8, utf-16, latin-1 or windows-1252";
        Charset found;
        try {
            found = Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(problem, e);
        }
        boolean likeAscii = found.canEncode()
                && !found.name().startsWith("ISO-2022")
                && Arrays.equals("\n,\"".getBytes(found), "\n,\"".getBytes(StandardCharsets.US_ASCII));
        if (!Encodings.isWide(found) && !likeAscii) {
            throw new IllegalArgumentException(problem);
        }
        return found;
    }

    private @Nullable EventTime time(Tree tree) {
        if (tree instanceof Tree.Leaf leaf && leaf.text().equals("arrival")) {
            return new EventTime.Arrival(Duration.ofSeconds(30));
        }
        Fields fields = reading.fields(tree, Grammar.TIME);
        if (fields == null) {
            return null;
        }
        Optional<Sql> field = fields.sql("field");
        Optional<TimeUnit> unit = fields.oneOf("unit", UNITS, Optional.empty());
        Duration lateness = fields.duration("lateness").orElse(Duration.ofSeconds(10));
        Duration ahead = fields.duration("max_ahead").orElse(Duration.ofMinutes(5));
        Duration idle = fields.positive("idle_after").orElse(Duration.ofSeconds(30));
        return field.map(sql -> (EventTime)
                        new EventTime.Field(sql, unit, lateness, ahead, fields.has("max_ahead"), idle, tree.place()))
                .orElse(null);
    }

    private Map<String, Stream.SchemaField> schema(Tree tree) {
        Map<String, Stream.SchemaField> schema = new LinkedHashMap<>();
        for (Tree.Entry entry : reading.named(tree, "`schema`")) {
            reading.column(entry.name(), entry.place());
            Stream.SchemaField field = field(entry);
            schema.put(
                    entry.name(),
                    field == null
                            ? new Stream.SchemaField(entry.name(), "", List.of(entry.name()), entry.place())
                            : field);
        }
        return schema;
    }

    private Stream.@Nullable SchemaField field(Tree.Entry entry) {
        Tree value = entry.value();
        if (value instanceof Tree.Entries entries
                && entries.find("type") != null
                && entries.find("type").value() instanceof Tree.Leaf
                && entries.entries().stream()
                        .allMatch(e -> e.name().equals("type") || e.name().equals("path"))) {
            Fields fields = reading.fields(value, Grammar.FIELD);
            if (fields == null) {
                return null;
            }
            Tree pathTree = fields.find("path");
            FieldPath path = pathTree == null
                    ? FieldPath.of(List.of(entry.name()))
                    : reading.value(pathTree, "`path`", FieldPath::parse);
            if (path == null) {
                return null;
            }
            return fields.text("type")
                    .map(type -> new Stream.SchemaField(entry.name(), type, path, value.place()))
                    .orElse(null);
        }
        String type = type(value, entry.name());
        return type == null ? null : new Stream.SchemaField(entry.name(), type, List.of(entry.name()), value.place());
    }

    /** A nested map is a struct. */
    private @Nullable String type(Tree tree, String name) {
        if (!(tree instanceof Tree.Entries entries)) {
            return reading.text(tree, "the type of `" + name + "`");
        }
        if (entries.entries().isEmpty()) {
            reading.problems.error(
                    "bad-value",
                    tree.place(),
                    "the struct `" + name + "` has no fields",
                    "name its fields and their types, or take it out");
            return null;
        }
        List<String> members = new ArrayList<>();
        for (Tree.Entry member : entries.entries()) {
            String type = type(member.value(), member.name());
            if (type != null) {
                members.add("`" + member.name() + "`:" + type);
            }
        }
        return "struct<" + String.join(",", members) + ">";
    }

    private List<Stream.Step> steps(Tree tree) {
        List<Stream.Step> steps = new ArrayList<>();
        for (Tree item : reading.items(tree, "`steps`")) {
            Fields fields = reading.fields(item, Grammar.STEP);
            if (fields == null) {
                continue;
            }
            if (item instanceof Tree.Entries entries && entries.entries().size() != 1) {
                reading.problems.error(
                        "one-step",
                        item.place(),
                        "a step is exactly one of " + String.join(", ", Grammar.STEP.names()),
                        "begin each step with its own `-`");
            }
            step(fields, steps);
        }
        return steps;
    }

    private void step(Fields fields, List<Stream.Step> steps) {
        Place place = fields.place();
        if (fields.has("derive")) {
            steps.add(new Stream.Derive(fields.columns("derive"), place));
        }
        fields.sql("where").ifPresent(sql -> steps.add(new Stream.Where(sql, place)));
        if (fields.has("explode")) {
            Map<String, Sql> columns = fields.columns("explode");
            if (columns.size() != 1) {
                reading.problems.error(
                        "one-explode",
                        place,
                        "explode takes one column",
                        "write one `explode: {name: expression}` after the other");
            }
            columns.entrySet().stream()
                    .limit(1)
                    .forEach(column -> steps.add(new Stream.Explode(column.getKey(), column.getValue(), place)));
        }
        if (fields.has("dedupe")) {
            Tree dedupeTree = fields.find("dedupe");
            Fields dedupe = dedupeTree == null ? null : reading.fields(dedupeTree, Grammar.DEDUPE);
            if (dedupe != null) {
                dedupe.texts("by");
                dedupe.positive("within");
            }
            NotYet.DEDUPE.tell(reading.problems, fields.placeOf("dedupe"));
        }
        if (fields.has("lookup")) {
            lookup(fields, steps);
            NotYet.LOOKUP.tell(reading.problems, fields.placeOf("lookup"));
        }
    }

    /** Its columns are known to later steps, so that these can be checked. */
    private void lookup(Fields step, List<Stream.Step> steps) {
        Tree tree = step.find("lookup");
        Fields lookup = tree == null ? null : reading.fields(tree, Grammar.LOOKUP);
        if (lookup != null) {
            Tree file = lookup.find("file");
            if (file != null) {
                reading.fields(file, Grammar.LOOKUP_FILE);
            }
            Optional<Sql> key = lookup.sql("key");
            Map<String, String> columns = new LinkedHashMap<>();
            lookup.columns("fields").forEach((ours, theirs) -> columns.put(ours, theirs.text()));
            Map<String, Sql> defaults = lookup.columns("default");
            Optional<Duration> refresh = lookup.positive("refresh");
            steps.add(new Stream.Lookup(
                    Use.unreadable(lookup.place()),
                    key.orElse(Sql.unreadable(lookup.place())),
                    columns,
                    defaults,
                    refresh,
                    lookup.place()));
        }
    }

    private static Map<String, Boolean> badFieldWords() {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put("null", false);
        words.put("reject", true);
        return words;
    }

    private static Map<String, Optional<TimeUnit>> units() {
        Map<String, Optional<TimeUnit>> units = new LinkedHashMap<>();
        units.put("auto", Optional.empty());
        units.put("s", Optional.of(TimeUnit.SECONDS));
        units.put("ms", Optional.of(TimeUnit.MILLISECONDS));
        units.put("us", Optional.of(TimeUnit.MICROSECONDS));
        units.put("ns", Optional.of(TimeUnit.NANOSECONDS));
        return units;
    }
}
