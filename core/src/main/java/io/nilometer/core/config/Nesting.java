package io.nilometer.core.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What stands inside those keys of the grammar that hold more than a single value. */
enum Nesting {
    /** Any of a section's keys. */
    SECTION,
    /** Sections by name. */
    SECTIONS,
    /** A list of sections. */
    SECTION_LIST,
    /** Names and their SQL expressions. */
    EXPRESSIONS,
    /** The key's help says it. */
    OTHER;

    /** @param section empty where there is none */
    record Inside(Nesting nesting, Optional<Section> section) {}

    private static final Map<String, Inside> TABLE = table();

    /** Empty for keys with single values and lists of them. */
    static Optional<Inside> of(Section section, Section.Key key) {
        return Optional.ofNullable(TABLE.get(section.name() + "." + key.name()));
    }

    private static Map<String, Inside> table() {
        Map<String, Inside> table = new LinkedHashMap<>();
        put(table, "pipeline.streams", SECTIONS, Grammar.STREAM);
        put(table, "pipeline.metrics", SECTIONS, Grammar.METRIC);
        put(table, "pipeline.joins", SECTIONS, Grammar.JOIN);
        put(table, "pipeline.alerts", SECTIONS, Grammar.ALERT);
        put(table, "pipeline.outputs", SECTIONS, Grammar.OUTPUT);
        put(table, "pipeline.demo", SECTIONS, Grammar.DEMO);
        put(table, "pipeline.limits", SECTION, Grammar.LIMITS);
        put(table, "pipeline.tests", SECTION_LIST, Grammar.TEST);
        put(table, "pipeline.notify", OTHER);
        put(table, "pipeline.spark", SECTION, Grammar.SPARK);
        put(table, "stream.time", SECTION, Grammar.TIME);
        put(table, "stream.multiline", SECTION, Grammar.MULTILINE);
        put(table, "stream.schema", OTHER, Grammar.FIELD);
        put(table, "stream.steps", SECTION_LIST, Grammar.STEP);
        put(table, "step.derive", EXPRESSIONS);
        put(table, "step.explode", EXPRESSIONS);
        put(table, "step.lookup", SECTION, Grammar.LOOKUP);
        put(table, "step.dedupe", SECTION, Grammar.DEDUPE);
        put(table, "lookup.file", SECTION, Grammar.LOOKUP_FILE);
        put(table, "lookup.fields", EXPRESSIONS);
        put(table, "lookup.default", EXPRESSIONS);
        put(table, "metric.by", OTHER);
        put(table, "metric.select", EXPRESSIONS);
        put(table, "metric.top", SECTION, Grammar.TOP);
        put(table, "join.select", EXPRESSIONS);
        put(table, "alert.severity", OTHER);
        put(table, "output.retry", SECTION, Grammar.RETRY);
        put(table, "demo.fields", EXPRESSIONS);
        put(table, "demo.incidents", SECTION_LIST, Grammar.INCIDENT);
        put(table, "incident.set", EXPRESSIONS);
        put(table, "test.feed", OTHER, Grammar.TEST_RECORD);
        put(table, "test.expect", OTHER);
        put(table, "test record.record", OTHER);
        return table;
    }

    private static void put(Map<String, Inside> table, String key, Nesting nesting) {
        table.put(key, new Inside(nesting, Optional.empty()));
    }

    private static void put(Map<String, Inside> table, String key, Nesting nesting, Section section) {
        table.put(key, new Inside(nesting, Optional.of(section)));
    }
}
