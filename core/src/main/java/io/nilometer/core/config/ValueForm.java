package io.nilometer.core.config;

import java.util.List;

/**
 * How a value of one kind is written.
 *
 * @param name under which it is asked for
 * @param kind as the reference calls it
 * @param written in Markdown
 */
record ValueForm(String name, String kind, String written) {

    static final List<ValueForm> ALL = List.of(
            new ValueForm("name", "name", "`snake_case`; the pipeline's own name `kebab-case`"),
            new ValueForm("expression", Section.Kind.EXPRESSION.words, "Spark SQL"),
            new ValueForm("duration", Section.Kind.DURATION.words, "`500ms` `30s` `5m` `1h` `7d`"),
            new ValueForm("size", Section.Kind.SIZE.words, "`1000` `64 KiB` `1 MiB` `2 GiB`"),
            new ValueForm(
                    "window",
                    Section.Kind.WINDOW.words,
                    "`1m`, `5m every 1m`, `1d offset 6h`, `1w in Europe/Berlin`, `1mo`, `session 30m`, `all`, `same`"),
            new ValueForm("component", Section.Kind.COMPONENT.words, "its name, or `{name: {option: value}}`"),
            new ValueForm(
                    "variable",
                    "any",
                    "`${NAME}`, `${NAME:-default}` and `${file:/path}` are filled in after parsing; `$${` stands for `${`"));
}
