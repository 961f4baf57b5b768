package io.nilometer.cli;

import io.nilometer.cli.screen.Screen;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code nilometer}: holds the others and what they share. */
@Command(
        name = "nilometer",
        description = "Reads streams of events and tells what is happening, whether it is normal, and who must know.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 the pipeline or its tests are wrong, 2 wrong usage, 3 it failed while running,",
            "130 or 143 interrupted before the end of its inputs."
        })
final class Nilometer implements Runnable {

    @Spec
    private CommandSpec spec;

    private boolean verbose;

    Nilometer() {
        spec = CommandSpec.create();
    }

    static CommandLine commandLine(Workshop workshop, Screen screen, Stopping stopping) {
        Nilometer top = new Nilometer();
        CommandLine commands = new CommandLine(top)
                .addSubcommand(new DemoCommand(workshop, screen, stopping))
                .addSubcommand(new RunCommand(workshop, screen, stopping, top::verbose))
                .addSubcommand(new CheckCommand(workshop, screen))
                .addSubcommand(new TestCommand(workshop, screen))
                .addSubcommand(new ExplainCommand(workshop, screen))
                .addSubcommand(new LedgerCommand(screen))
                .addSubcommand(new DocsCommand(workshop, screen))
                .addSubcommand(new CompletionCommand(screen));
        commands.setOut(screen.out());
        commands.setErr(screen.err());
        commands.setColorScheme(
                CommandLine.Help.defaultColorScheme(screen.outPaint().on() ? Ansi.ON : Ansi.OFF));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler(new WrongUsage(screen));
        commands.setExecutionExceptionHandler(new Failure(screen, top::verbose));
        return commands;
    }

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show stack traces, and warnings of the libraries used.")
    void verbose(boolean wanted) {
        verbose = wanted;
        if (wanted) {
            Logs.showWarnings();
        }
    }

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
