package io.nilometer.cli.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the process runs behind a shell ({@code &}): a terminal stops who changes its settings from there. */
final class Background {

    private static final Path STAT = Path.of("/proc/self/stat");

    private Background() {}

    /** False where the system does not tell. */
    static boolean isBehind() {
        try {
            return Files.exists(STAT) && isBehind(Files.readString(STAT));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** @param stat {@code pid (name) state parent group session terminal foreground-group …} */
    static boolean isBehind(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return fields.length > 5 && !fields[5].equals("-1") && !fields[2].equals(fields[5]);
    }
}
