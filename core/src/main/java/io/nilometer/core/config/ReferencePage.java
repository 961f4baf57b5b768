package io.nilometer.core.config;

import io.nilometer.api.Component;
import io.nilometer.api.Durations;
import io.nilometer.api.Option;
import io.nilometer.api.Options;
import io.nilometer.api.SourceFactory;
import io.nilometer.core.component.Components;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The reference of the pipeline language and of all components, as one page of Markdown. */
public final class ReferencePage {

    private static final String HEAD = """
            # Reference

            Everything that a pipeline file can hold, made by `./nilometer docs --markdown` from what the program itself reads. The same as a
            JSON Schema for editors: [pipeline.schema.json](pipeline.schema.json). What it means is told in
            [the pipeline file](pipeline-file.md).

            """;
    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    /** The whole page; the same components give the same text. */
    public static String markdown(Components components) {
        ReferencePage reference = new ReferencePage();
        reference.page.append(HEAD);
        reference.values();
        Grammar.ALL.forEach(reference::section);
        reference.notYet();
        reference.components("Sources", components.sources(), ReferencePage::replay);
        reference.components("Sinks", components.sinks(), sink -> "Guarantee: " + sink.guarantee() + ".");
        reference.components("Formats", components.formats(), format -> "");
        return reference.page.toString();
    }

    private void values() {
        page.append("## Values\n\n| value | how it is written |\n|---|---|\n");
        ValueForm.ALL.forEach(form -> row(form.kind(), form.written()));
        page.append("\n");
    }

    private void section(Section section) {
        page.append("## ").append(section.name()).append("\n\n").append(section.help());
        if (NotYet.incomplete().contains(section.name())) {
            page.append(" **Not yet:** it is read and checked, but a pipeline that uses it does not run.");
        }
        if (section == Grammar.OUTPUT) {
            page.append(" The components are the [sinks](#sinks).");
        }
        page.append("\n\n| key | value | default | what it is |\n|---|---|---|---|\n");
        for (Section.Key key : section.keys()) {
            List<String> missing = NotYet.missing(section.name() + "." + key.name());
            String help = key.help() + (missing.isEmpty() ? "" : ". **Not yet:** " + String.join(", ", missing));
            row("`" + key.name() + "`", value(section, key), key.required() ? "**required**" : key.defaultText(), help);
        }
        page.append("\n");
    }

    private static String value(Section section, Section.Key key) {
        return Nesting.of(section, key)
                .map(inside -> switch (inside.nesting()) {
                    case SECTION -> inside.section().map(ReferencePage::link).orElseThrow();
                    case SECTIONS ->
                        "by name: " + inside.section().map(ReferencePage::link).orElseThrow();
                    case SECTION_LIST ->
                        "list of " + inside.section().map(ReferencePage::link).orElseThrow();
                    case EXPRESSIONS -> "SQL expressions by name";
                    case OTHER ->
                        inside.section()
                                .map(ReferencePage::link)
                                .map(link -> key.kind().words + ", " + link)
                                .orElse(key.kind().words);
                })
                .orElseGet(() -> key.kind() == Section.Kind.COMPONENT
                        ? "one of the [" + key.name() + "s](#" + key.name() + "s)"
                        : key.kind().words);
    }

    private static String link(Section section) {
        return "[" + section.name() + "](#" + section.name().replace(' ', '-') + ")";
    }

    private void notYet() {
        page.append(
                "## Not yet\n\nWhat this version does not run, and what to do instead.\n\n| what | instead |\n|---|---|\n");
        for (NotYet feature : NotYet.values()) {
            row(feature.feature(), feature.remedy());
        }
        NotYet.COMPONENTS.forEach((name, remedy) -> row("`" + name + "`", remedy));
        page.append("\n");
    }

    private <C extends Component> void components(
            String title, Map<String, C> components, Function<C, String> promise) {
        page.append("## ").append(title).append("\n\n");
        components.forEach((name, component) -> {
            String words = promise.apply(component);
            page.append("### ")
                    .append(name)
                    .append("\n\n")
                    .append(component.spec().help())
                    .append(words.isEmpty() ? "" : " " + words);
            page.append("\n\n");
            if (component.spec().options().isEmpty()) {
                page.append("No options.\n\n");
            } else {
                page.append("| option | value | default | what it is |\n|---|---|---|---|\n");
                component.spec().options().forEach(this::option);
                page.append("\n");
            }
        });
    }

    private void option(Option<?> option) {
        String help = option.help() + (option.secret() ? " (secret: never printed)" : "");
        row(
                "`" + option.name() + "`",
                option.type().name(),
                option.required() ? "**required**" : defaultOf(option),
                help);
    }

    /** As it would be written in the file. */
    private static String defaultOf(Option<?> option) {
        Object value = option.defaultValue();
        if (value == null
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof Collection<?> list && list.isEmpty()) {
            return "";
        }
        if (value instanceof Duration duration) {
            return "`" + Durations.print(duration) + "`";
        }
        String text = value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
        return text.isEmpty() ? "empty" : "`" + text + "`";
    }

    private static String replay(SourceFactory source) {
        return switch (source.replay(new Options(Map.of()))) {
            case REPLAYABLE -> "Replay after a crash: from the committed position.";
            case LOST_IN_FLIGHT -> "Replay after a crash: none.";
        };
    }

    private void row(String... cells) {
        for (String cell : cells) {
            page.append("| ")
                    .append(cell.replace("|", "\\|").replace("\n", " "))
                    .append(cell.isEmpty() ? "" : " ");
        }
        page.append("|\n");
    }
}
