package io.nilometer.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands of a program as the shell fish completes them. */
final class FishCompletion {

    private final StringBuilder script = new StringBuilder();
    private final String program;

    private FishCompletion(String program) {
        this.program = program;
    }

    static String of(CommandSpec top) {
        FishCompletion fish = new FishCompletion(top.name());
        fish.script.append("# Completion of ").append(top.name()).append(" for fish.\n");
        fish.options(top, "__fish_use_subcommand");
        top.subcommands().forEach((name, command) -> {
            CommandSpec spec = command.getCommandSpec();
            fish.line("__fish_use_subcommand", "-f -a " + quoted(name) + " -d " + quoted(help(spec)));
            String here = "__fish_seen_subcommand_from " + name;
            fish.options(spec, here);
            spec.positionalParameters().forEach(parameter -> fish.parameter(parameter, here));
        });
        return fish.script.toString();
    }

    private void options(CommandSpec command, String where) {
        for (OptionSpec option : command.options()) {
            StringBuilder names = new StringBuilder();
            for (String name : option.names()) {
                names.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                        .append(' ');
            }
            boolean takesOne = option.arity().max() > 0;
            line(where, names + (takesOne ? values(option) : "") + "-d " + quoted(help(option)));
        }
    }

    private void parameter(PositionalParamSpec parameter, String where) {
        List<String> values = candidates(parameter);
        if (!values.isEmpty()) {
            line(where, "-f -a " + quoted(String.join(" ", values)));
        }
    }

    /** Of an option: its words, or files. */
    private static String values(OptionSpec option) {
        List<String> values = candidates(option);
        boolean file = Path.class.isAssignableFrom(option.type())
                || Arrays.stream(option.auxiliaryTypes()).anyMatch(Path.class::isAssignableFrom);
        return values.isEmpty() ? (file ? "-r -F " : "-r ") : "-x -a " + quoted(String.join(" ", values)) + " ";
    }

    private static List<String> candidates(ArgSpec argument) {
        List<String> values = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(values::add);
        }
        return values;
    }

    private void line(String where, String what) {
        script.append("complete -c ")
                .append(program)
                .append(" -n ")
                .append(quoted(where))
                .append(' ')
                .append(what)
                .append('\n');
    }

    private static String help(CommandSpec command) {
        return DocsPage.firstSentence(String.join(" ", command.usageMessage().description()));
    }

    private static String help(ArgSpec argument) {
        return DocsPage.firstSentence(String.join(" ", argument.description()));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
