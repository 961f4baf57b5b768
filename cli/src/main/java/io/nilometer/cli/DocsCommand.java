package io.nilometer.cli;

import io.nilometer.api.Component;
import io.nilometer.cli.screen.Screen;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.JsonSchema;
import io.nilometer.core.config.Nearest;
import io.nilometer.core.config.ReferencePage;
import io.nilometer.core.config.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
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
                "Show one part of the language of pipeline files, or one component with its options, fields and an "
                        + "example; without a name, what there is.",
        mixinStandardHelpOptions = true)
final class DocsCommand implements Callable<Integer> {

    private final Workshop workshop;
    private final Screen screen;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            completionCandidates = DocsNames.class,
            description = "Such as metric, window, kafka or json.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--markdown", description = "Print the whole reference as a page of Markdown.")
    private boolean markdown;

    @Option(names = "--schema", description = "Print a JSON Schema of pipeline files, for editors.")
    private boolean schema;

    DocsCommand(Workshop workshop, Screen screen) {
        this.workshop = workshop;
        this.screen = screen;
        spec = CommandSpec.create();
    }

    @Override
    public Integer call() {
        String wanted = String.join(" ", words);
        if (schema && markdown || (schema || markdown) && !wanted.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    (schema ? "--schema" : "--markdown") + " is of the whole language: leave the rest out");
        }
        Components components = workshop.components();
        if (schema) {
            screen.out().print(JsonSchema.of(components));
        } else if (markdown) {
            screen.out().print(ReferencePage.markdown(components));
        } else if (wanted.isEmpty()) {
            new DocsPage(screen).contents(Topics.all(), kinds(components));
        } else {
            show(components, wanted);
        }
        screen.out().flush();
        return ExitCode.DONE;
    }

    /** By kind and name. */
    static Map<String, Map<String, ? extends Component>> kinds(Components components) {
        Map<String, Map<String, ? extends Component>> kinds = new LinkedHashMap<>();
        kinds.put("Source", components.sources());
        kinds.put("Sink", components.sinks());
        kinds.put("Format", components.formats());
        return kinds;
    }

    /** All of that name: {@code kafka} is a source and a sink, {@code time} only a part of the language. */
    private void show(Components components, String name) {
        DocsPage page = new DocsPage(screen);
        boolean found = false;
        for (Map.Entry<String, Map<String, ? extends Component>> kind :
                kinds(components).entrySet()) {
            Component component = kind.getValue().get(name);
            if (component != null) {
                page.component(kind.getKey(), component);
                found = true;
            }
        }
        Optional<Topics.Topic> topic = Topics.find(name);
        topic.ifPresent(page::topic);
        if (!found && topic.isEmpty()) {
            TreeSet<String> names = new TreeSet<>(Topics.all().keySet());
            kinds(components).values().forEach(kind -> names.addAll(kind.keySet()));
            throw new WrongUsage.Remedied(
                    spec.commandLine(),
                    "there is no part of the language and no component '" + name + "'",
                    Nearest.find(name, names)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("there are: " + String.join(", ", names)));
        }
    }
}
