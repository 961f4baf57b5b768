package io.nilometer.cli;

import io.nilometer.cli.screen.Screen;
import java.util.List;

/** Where the process begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Logs.silence();
        Stopping stopping = new Stopping();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(stopping::onShutdown, "stop"));
        } catch (IllegalStateException toldToStopAlready) {
            return;
        }
        Screen screen = Screen.ofProcess(System.getenv());
        int code = ExitCode.FAILED;
        try {
            code = Nilometer.commandLine(new House(), screen, stopping).execute(arguments);
        } catch (Error e) {
            Failure.print(screen, e, List.of(arguments).contains("--verbose"));
        }
        stopping.finished(code);
        if (code != ExitCode.DONE || !isInCluster()) {
            System.exit(code);
        }
    }

    /** Whether a cluster has started this driver: YARN takes an exit for a failure, whatever the code. */
    private static boolean isInCluster() {
        return System.getProperty("spark.submit.deployMode", "").equals("cluster");
    }
}
