package io.nilometer.cli;

import io.nilometer.cli.screen.Screen;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nilometer completion}: what a shell needs to complete commands, options, pipelines and the names of {@code docs}. */
@Command(
        name = "completion",
        description = "Print the completion of a shell. bash: source <(nilometer completion bash). zsh: the same, in "
                + "~/.zshrc. fish: nilometer completion fish | source.",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

    private final Screen screen;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Screen screen) {
        this.screen = screen;
        spec = CommandSpec.create();
    }

    /** Spelt in lower case on the command line. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() {
        CommandLine whole = spec.root().commandLine();
        screen.out()
                .print(
                        switch (shell) {
                            // One script for both: in zsh it loads what reads bash's completions.
                            case BASH, ZSH -> AutoComplete.bash(whole.getCommandName(), whole);
                            case FISH -> FishCompletion.of(whole.getCommandSpec());
                        });
        screen.out().flush();
        return ExitCode.DONE;
    }
}
