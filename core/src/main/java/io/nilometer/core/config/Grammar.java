package io.nilometer.core.config;

import static io.nilometer.core.config.Section.key;
import static io.nilometer.core.config.Section.required;

import io.nilometer.core.config.Section.Kind;
import java.util.List;

/** All maps of the pipeline language and their keys. */
final class Grammar {

    static final Section PIPELINE = new Section(
            "pipeline",
            "The whole file.",
            List.of(
                    required("name", Kind.NAME, "kebab-case; the state belongs to it"),
                    key(
                            "timezone",
                            Kind.TEXT,
                            "UTC",
                            "of timestamps without a zone, of SQL's date functions, and of windows in days, weeks and months"),
                    required("streams", Kind.MAP, "streams by name"),
                    key("metrics", Kind.MAP, "metrics by name"),
                    key("joins", Kind.MAP, "joins by name"),
                    key("alerts", Kind.MAP, "alert rules by name"),
                    key("notify", Kind.MAP, "notifiers by name"),
                    key("outputs", Kind.MAP, "outputs by name"),
                    key("demo", Kind.MAP, "traffic of `nilometer demo`, by stream"),
                    key("limits", Kind.MAP, "what must not grow for ever"),
                    key("spark", Kind.MAP, "settings of the Spark engine; the embedded engine needs none"),
                    key("tests", Kind.LIST, "the pipeline's own tests")));

    static final Section STREAM = new Section(
            "stream",
            "Events of one source, or derived from other streams.",
            List.of(
                    key("source", Kind.COMPONENT, "where the records come from"),
                    key(
                            "from",
                            Kind.REFERENCES,
                            "what it is derived from, instead of a source; a list is a union by field name"),
                    key(
                            "format",
                            Kind.COMPONENT,
                            "how bytes become events; needed with a source. Of a list, the first that fits a record; `meta.format` tells which"),
                    key(
                            "encoding",
                            Kind.TEXT,
                            "utf-8",
                            "of the records' text: `utf-8`, `utf-16`, `utf-16le`, `utf-16be`, `latin-1`, `windows-1252` …; a byte order mark is left out"),
                    key(
                            "multiline",
                            Kind.ANY,
                            "which lines make one record: `cri`, or a map; without it, what the format says"),
                    key(
                            "schema",
                            Kind.MAP,
                            "fields and their Spark SQL types; a nested map is a struct; `{type, path}` for a field from elsewhere in the record"),
                    key("time", Kind.ANY, "event time: `arrival`, or a map; needed with a source"),
                    key(
                            "on_bad_field",
                            Kind.TEXT,
                            "null",
                            "what a value that does not fit its type does: `null`, or `reject` the record"),
                    key("steps", Kind.LIST, "what happens to every event, in order")));

    static final Section MULTILINE = new Section(
            "multiline",
            "Which lines of a source make one record, joined by line feeds: one of `start`, `continue` and `end`, `cri`, or `cri` and one of them.",
            List.of(
                    key("start", Kind.TEXT, "a regular expression (RE2) found in the first line of every record"),
                    key("continue", Kind.TEXT, "one found in every line that goes on with the record before it"),
                    key("end", Kind.TEXT, "one found in the last line of every record"),
                    key(
                            "cri",
                            Kind.TEXT,
                            "false",
                            "`true`: lines are those of container runtimes, `time stream P|F text`: parts are put together, per stream, and the patterns look at the text. `text`: moreover, only the text is left"),
                    key("max_lines", Kind.INTEGER, "10000", "after so many lines a record is complete"),
                    key(
                            "timeout",
                            Kind.DURATION,
                            "1s",
                            "when nothing has come for so long, a record that could go on is complete")));

    static final Section TIME = new Section(
            "time",
            "Where event time comes from.",
            List.of(
                    required("field", Kind.EXPRESSION, "a column or an expression: a timestamp, or a number"),
                    key(
                            "unit",
                            Kind.TEXT,
                            "auto",
                            "of a numeric time: `s`, `ms`, `us`, `ns`; `auto` finds it by its magnitude"),
                    key(
                            "lateness",
                            Kind.DURATION,
                            "10s",
                            "how far an event may be behind the largest time of its partition"),
                    key(
                            "max_ahead",
                            Kind.DURATION,
                            "5m",
                            "how far an event may be ahead of the wall clock; 1d in bounded runs unless written"),
                    key(
                            "idle_after",
                            Kind.DURATION,
                            "30s",
                            "how long a partition may be silent before it holds nothing back")));

    static final Section FIELD = new Section(
            "schema field",
            "A field taken from elsewhere in the record.",
            List.of(
                    required("type", Kind.TEXT, "a Spark SQL type"),
                    key("path", Kind.TEXT, "names from the outside in: log.level, a['b.c'].d, items[0].id")));

    static final Section STEP = new Section(
            "step",
            "Exactly one of these.",
            List.of(
                    key("derive", Kind.MAP, "new columns; each may use earlier ones"),
                    key("where", Kind.EXPRESSION, "events for which it is not true are filtered"),
                    key("explode", Kind.MAP, "one event for each element of an array: `{name: expression}`"),
                    key("lookup", Kind.MAP, "columns from a table"),
                    key("dedupe", Kind.MAP, "leaves out events seen before")));

    static final Section LOOKUP = new Section(
            "lookup",
            "Columns from a table.",
            List.of(
                    required("file", Kind.MAP, "`{path: …}`"),
                    required("key", Kind.EXPRESSION, "what is looked up"),
                    required("fields", Kind.MAP, "our column: theirs"),
                    key("default", Kind.MAP, "our column: value when nothing is found"),
                    key("refresh", Kind.DURATION, "how often the table is read again")));

    static final Section LOOKUP_FILE =
            new Section("lookup file", "The table.", List.of(required("path", Kind.TEXT, "a CSV file")));

    static final Section DEDUPE = new Section(
            "dedupe",
            "Leaves out events seen before.",
            List.of(
                    required("by", Kind.TEXTS, "columns that name an event"),
                    required("within", Kind.DURATION, "how long an event is remembered")));

    static final Section METRIC = new Section(
            "metric",
            "Aggregates of a stream per key and window.",
            List.of(
                    key("from", Kind.NAME, "the only stream", "what it reads"),
                    key("where", Kind.EXPRESSION, "counts only these events; they stay used in the ledger"),
                    key("by", Kind.ANY, "key columns: a name, a list, or `{name: expression}`"),
                    required(
                            "window",
                            Kind.WINDOW,
                            "`1m`, `5m every 1m`, `1d offset 6h`, `1w in Europe/Berlin`, `1mo`, `session 30m`, `all`, `same`; days, weeks and months are those of the calendar in the zone"),
                    key("lateness", Kind.DURATION, "the stream's", "how late an event may be for this metric"),
                    required("select", Kind.MAP, "columns; later ones may use earlier ones"),
                    key("having", Kind.EXPRESSION, "gives out only these rows"),
                    key("top", Kind.MAP, "gives out only the first rows of each window, with `rank`"),
                    key("keep", Kind.DURATION, "how long a key is remembered; needed with `window: all`"),
                    key("update_every", Kind.DURATION, "1s", "shortest time between provisional results")));

    static final Section TOP = new Section(
            "top",
            "The first rows of each window.",
            List.of(
                    required("n", Kind.INTEGER, "how many"),
                    required("order", Kind.EXPRESSION, "an SQL ordering such as `requests desc`; ties by key"),
                    key("per", Kind.TEXTS, "columns within whose values is ranked")));

    static final Section JOIN = new Section(
            "join",
            "Pairs of rows of two streams or metrics.",
            List.of(
                    required("left", Kind.NAME, "a stream or metric"),
                    required("right", Kind.NAME, "a stream or metric"),
                    required("by", Kind.TEXTS, "columns that must be equal"),
                    key(
                            "within",
                            Kind.TEXT,
                            "bounds of right.time − left.time, such as `-30m..0s`; left out when both have the same windows"),
                    key("type", Kind.TEXT, "inner", "`inner` or `left`"),
                    key(
                            "match",
                            Kind.TEXT,
                            "all",
                            "which right rows a left row is joined with: `all`, `first`, `last`"),
                    key("where", Kind.EXPRESSION, "part of matching"),
                    key("select", Kind.MAP, "columns, qualified by stream name"),
                    key("lateness", Kind.DURATION, "the streams'", "how late a row may be")));

    static final Section ALERT = new Section(
            "alert",
            "A rule that opens incidents.",
            List.of(
                    key("from", Kind.NAME, "the only metric", "what it reads"),
                    key("when", Kind.EXPRESSION, "opens an incident when true"),
                    key("absent_for", Kind.DURATION, "opens an incident when a key has had no event for so long"),
                    key("by", Kind.TEXTS, "keys, for streams, joins and absence"),
                    key(
                            "fire",
                            Kind.TEXT,
                            "final",
                            "`final`, `on_time`: when the window ends, or `early`: as soon as it is true"),
                    key("for", Kind.TEXT, "`3 windows`: consecutive windows that must meet the rule"),
                    key("severity", Kind.ANY, "warning", "a level, or `{level: expression}`"),
                    key("summary", Kind.TEXT, "a sentence with `{expressions}`"),
                    key("evidence", Kind.EXPRESSION, "which events are shown as evidence"),
                    key("notify", Kind.TEXTS, "whom to tell"),
                    key("resolve_after", Kind.DURATION, "resolves an incident without data"),
                    key("at_most", Kind.TEXT, "`1 per 10m`"),
                    key("keep", Kind.DURATION, "24h", "how long a key is remembered")));

    static final Section OUTPUT = new Section(
            "output",
            "Where results go: exactly one component, and these.",
            List.of(
                    required(
                            "from",
                            Kind.REFERENCES,
                            "metrics, joins, streams, `alerts`, `X.late`, `X.rejected`, `ledger`"),
                    key("results", Kind.TEXT, "final", "`final`, or `updates`: provisional results too"),
                    key("retry", Kind.MAP, "how failed writes are repeated")));

    static final Section RETRY = new Section(
            "retry",
            "How failed writes are repeated.",
            List.of(
                    key("attempts", Kind.INTEGER, "0", "0 means for ever"),
                    key("pause", Kind.DURATION, "200ms", "before the second attempt; doubles"),
                    key("max_pause", Kind.DURATION, "30s", "the longest pause")));

    static final Section DEMO = new Section(
            "demo",
            "The traffic of one stream: Spark SQL over `n` (record number) and `now`.",
            List.of(
                    key("rate", Kind.NUMBER, "100", "records per second"),
                    key("seed", Kind.INTEGER, "1", "of `rand()`"),
                    key("fields", Kind.MAP, "fields of a record, written as JSON"),
                    key("raw", Kind.EXPRESSION, "the whole record, instead of fields"),
                    key("incidents", Kind.LIST, "what goes wrong, and when")));

    static final Section INCIDENT = new Section(
            "incident",
            "A planted incident.",
            List.of(
                    required("at", Kind.DURATION, "after the start"),
                    required("lasting", Kind.DURATION, "how long"),
                    key("every", Kind.DURATION, "comes again"),
                    key("where", Kind.EXPRESSION, "all records", "which records it changes"),
                    required("set", Kind.MAP, "fields and what they become")));

    static final Section LIMITS = new Section(
            "limits",
            "What must not grow for ever.",
            List.of(
                    key("record", Kind.SIZE, "1 MiB", "longer records are rejected"),
                    key("depth", Kind.INTEGER, "64", "deeper nested records are rejected"),
                    key("collect", Kind.INTEGER, "10000", "most elements of a collected list, set or exact percentile"),
                    key("state", Kind.SIZE, "60% of the heap", "of state"),
                    key(
                            "rejected",
                            Kind.SIZE,
                            "256 MiB",
                            "of the files of rejected records in the state directory, and of those of late ones"),
                    key(
                            "open_files",
                            Kind.INTEGER,
                            "256",
                            "most files that a stream's source has open at a time; the others wait, with their position")));

    static final Section SPARK = new Section(
            "spark",
            "Settings of the Spark engine: `shards`, and Spark's own by their full names, such as `spark.executor.memory: 4g`.",
            List.of(
                    key(
                            "shards",
                            Kind.INTEGER,
                            "into how many parts the state is divided, 1 to 64; fixed when the state is made, and by the cluster unless written")));

    static final Section TEST = new Section(
            "test",
            "Records, and what must come of them.",
            List.of(
                    required("name", Kind.TEXT, "a sentence"),
                    key("now", Kind.TEXT, "the wall clock at the start"),
                    required(
                            "feed",
                            Kind.LIST,
                            "steps in order; each is one batch: `{stream: records}` or `{wait: 2m}`"),
                    required("expect", Kind.MAP, "rows by output, and `ledger`")));

    static final Section TEST_RECORD = new Section(
            "test record",
            "A record that is more than its text or fields.",
            List.of(
                    required("record", Kind.ANY, "text, or a map of fields; `{n}` is the number of the repetition"),
                    key("repeat", Kind.INTEGER, "1", "how often"),
                    key("every", Kind.DURATION, "added to the event time from one to the next"),
                    key("partition", Kind.INTEGER, "0", "its partition"),
                    key("topic", Kind.TEXT, "its topic"),
                    key("key", Kind.TEXT, "its key")));

    /** In the order of the reference. */
    static final List<Section> ALL = List.of(
            PIPELINE,
            STREAM,
            MULTILINE,
            TIME,
            FIELD,
            STEP,
            LOOKUP,
            LOOKUP_FILE,
            DEDUPE,
            METRIC,
            TOP,
            JOIN,
            ALERT,
            OUTPUT,
            RETRY,
            DEMO,
            INCIDENT,
            LIMITS,
            SPARK,
            TEST,
            TEST_RECORD);

    private Grammar() {}
}
