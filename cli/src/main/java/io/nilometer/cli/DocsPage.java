package io.nilometer.cli;

import io.nilometer.api.Component;
import io.nilometer.api.Durations;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Option;
import io.nilometer.api.Options;
import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.Screen;
import io.nilometer.core.config.FormatExample;
import io.nilometer.core.config.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parts of the reference as a terminal shows them. */
final class DocsPage {

    private static final int NAMES = 14;

    private final PrintWriter out;
    private final Paint paint;

    DocsPage(Screen screen) {
        out = screen.out();
        paint = screen.outPaint();
    }

    /** What there is to ask for, a line each. */
    void contents(Map<String, Topics.Topic> topics, Map<String, Map<String, ? extends Component>> kinds) {
        out.println(paint.bold("The language of pipeline files"));
        topics.forEach((name, topic) -> line(name, topic.help()));
        kinds.forEach((kind, components) -> {
            out.println();
            out.println(paint.bold(kind + "s"));
            components.forEach((name, component) -> line(name, component.spec().help()));
        });
        out.println();
        out.println("nilometer docs NAME shows one of them.");
    }

    private void line(String name, String help) {
        out.println("  " + paint.bold(name) + " ".repeat(Math.max(1, NAMES - name.length())) + firstSentence(help));
    }

    static String firstSentence(String help) {
        int end = help.indexOf(". ");
        return end < 0 ? help : help.substring(0, end + 1);
    }

    void topic(Topics.Topic topic) {
        out.println(paint.bold(topic.name()));
        out.println("  " + topic.help());
        for (Topics.Entry entry : topic.entries()) {
            String standing = entry.standing().isEmpty() ? "" : ", " + entry.standing();
            entry(entry.name(), entry.value() + standing, entry.help());
        }
        out.println();
    }

    void component(String kind, Component component) {
        out.println(paint.bold(kind + " " + component.spec().name()));
        out.println("  " + component.spec().help());
        for (Option<?> option : component.spec().options()) {
            entry(option.name(), option.type().name() + standing(option), option.help());
        }
        if (component instanceof Format format) {
            fields(format);
            FormatExample.of(format).ifPresent(this::example);
        }
        out.println();
    }

    private void entry(String name, String value, String help) {
        out.println("  " + paint.bold(name) + " (" + value + ")");
        out.println("      " + help);
    }

    /** Those that a stream has without {@code schema}, unless options say which there are. */
    private void fields(Format format) {
        out.println();
        boolean depends = format.spec().options().stream().anyMatch(Option::required);
        List<Field> fields = depends ? List.of() : format.fields(new Options(Map.of()));
        if (fields.isEmpty()) {
            out.println("  " + paint.bold("Fields") + " are those of the stream's `schema`"
                    + (depends ? ", or what the options name, as text." : "."));
            return;
        }
        out.println("  " + paint.bold("Fields") + " without `schema`, and with no options"
                + (format.spec().options().isEmpty() ? ":" : " written:"));
        int widest =
                fields.stream().mapToInt(field -> field.name().length()).max().orElse(0);
        for (Field field : fields) {
            out.println("    " + field.name() + " ".repeat(widest - field.name().length() + 2)
                    + field.type().sql());
        }
    }

    private void example(String text) {
        out.println();
        out.println("  " + paint.bold("Example") + ", a whole pipeline:");
        text.lines().forEach(line -> out.println("    " + line));
    }

    private static String standing(Option<?> option) {
        String secret = option.secret() ? ", never printed" : "";
        if (option.required()) {
            return ", required" + secret;
        }
        Object value = option.defaultValue();
        boolean nothing = value == null
                || value instanceof Collection<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
        return (nothing ? "" : ", default " + written(value)) + secret;
    }

    /** A value as a pipeline file would say it. */
    private static String written(Object value) {
        if (value instanceof Duration duration) {
            return Durations.print(duration);
        }
        String text = value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
        return text.isEmpty() ? "empty" : text;
    }
}
