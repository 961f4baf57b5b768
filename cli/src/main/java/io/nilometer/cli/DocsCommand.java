package io.nilometer.cli;

import io.nilometer.api.Component;
import io.nilometer.api.Durations;
import io.nilometer.cli.screen.Paint;
import io.nilometer.cli.screen.Screen;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.JsonSchema;
import io.nilometer.core.config.ReferencePage;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nilometer docs}: the reference of pipeline files, from the grammar and the components' own specs. */
@Command(
        name = "docs",
        description =
                "Print the reference of pipeline files: all keys, components and options, or those of one component.",
        mixinStandardHelpOptions = true)
final class DocsCommand implements Callable<Integer> {

    private final Workshop workshop;
    private final Screen screen;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMPONENT", description = "Such as kafka, file or json.")
    private @Nullable String wanted;

    @Option(names = "--schema", description = "Print a JSON Schema of pipeline files, for editors, instead.")
    private boolean schema;

    DocsCommand(Workshop workshop, Screen screen) {
        this.workshop = workshop;
        this.screen = screen;
        spec = CommandSpec.create();
    }

    @Override
    public Integer call() {
        if (schema && wanted != null) {
            throw new ParameterException(
                    spec.commandLine(), "--schema is of the whole language: leave '" + wanted + "' out");
        }
        if (schema) {
            screen.out().print(JsonSchema.of(workshop.components()));
        } else if (wanted == null) {
            screen.out().print(ReferencePage.markdown(workshop.components()));
        } else {
            show(kinds(workshop.components()), wanted);
        }
        screen.out().flush();
        return ExitCode.DONE;
    }

    private static Map<String, Map<String, ? extends Component>> kinds(Components components) {
        Map<String, Map<String, ? extends Component>> kinds = new LinkedHashMap<>();
        kinds.put("Source", components.sources());
        kinds.put("Sink", components.sinks());
        kinds.put("Format", components.formats());
        return kinds;
    }

    private void show(Map<String, Map<String, ? extends Component>> kinds, String name) {
        List<String> kindsWithIt = kinds.keySet().stream()
                .filter(kind -> kinds.get(kind).containsKey(name))
                .toList();
        if (kindsWithIt.isEmpty()) {
            TreeSet<String> names = new TreeSet<>();
            kinds.values().forEach(components -> names.addAll(components.keySet()));
            throw new ParameterException(
                    spec.commandLine(), "there is no component '" + name + "'; there are: " + String.join(", ", names));
        }
        for (String kind : kindsWithIt) {
            Component component =
                    java.util.Objects.requireNonNull(kinds.get(kind)).get(name);
            if (component != null) {
                describe(kind, component, screen.out(), screen.outPaint());
            }
        }
    }

    private static void describe(String kind, Component component, PrintWriter out, Paint paint) {
        out.println(paint.bold(kind + " " + component.spec().name()));
        out.println("  " + component.spec().help());
        for (io.nilometer.api.Option<?> option : component.spec().options()) {
            out.println("  " + paint.bold(option.name()) + " (" + option.type().name() + standing(option) + ")");
            out.println("      " + option.help());
        }
        out.println();
    }

    private static String standing(io.nilometer.api.Option<?> option) {
        String secret = option.secret() ? ", never printed" : "";
        if (option.required()) {
            return ", required" + secret;
        }
        return (option.defaultValue() == null ? "" : ", default " + written(option.defaultValue())) + secret;
    }

    /** A value as a pipeline file would say it. */
    private static String written(Object value) {
        if (value instanceof Duration duration) {
            return Durations.print(duration);
        }
        return value instanceof Enum<?> ? value.toString().toLowerCase(Locale.ROOT) : value.toString();
    }
}
