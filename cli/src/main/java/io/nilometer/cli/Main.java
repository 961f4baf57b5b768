package io.nilometer.cli;

import io.nilometer.cli.screen.Screen;

/** Where the process begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Logs.silence();
        Stopping stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(new Thread(stopping::onShutdown, "stop"));
        int code = Nilometer.commandLine(new House(), Screen.ofProcess(System.getenv()), stopping)
                .execute(arguments);
        stopping.finished(code);
        System.exit(code);
    }
}
