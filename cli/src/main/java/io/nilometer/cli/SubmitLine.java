package io.nilometer.cli;

import io.nilometer.cli.spark.ClusterJar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What to type to run a command by Spark's start script. */
final class SubmitLine {

    private static final String MASTER = "--master";

    private SubmitLine() {}

    /** @param arguments of the command as they were typed, with their {@code --master} */
    static String of(String master, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("spark-submit", MASTER, quoted(master)));
        words.add(quoted(ClusterJar.besideProgram().map(Path::toString).orElse("nilometer-spark.jar")));
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(MASTER)) {
                i++;
            } else if (!argument.startsWith(MASTER + "=")) {
                words.add(quoted(argument));
            }
        }
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
