package io.nilometer.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A process that measures itself. What it prints beside its numbers is passed on. Used by one thread. */
final class Measured {

    private final String name;
    private final Process process;
    private final Runnable over;
    private final BufferedReader out;

    /** @param over is told when the process has ended by itself */
    Measured(String name, Process process, Runnable over) {
        this.name = name;
        this.process = process;
        this.over = over;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Waits until the process says this. */
    void hear(String word) throws IOException {
        for (String line = out.readLine(); !word.equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IOException(name + " ended before it was " + word);
            }
            System.err.println(line);
        }
    }

    /** Says something to the process. */
    void tell(String word) throws IOException {
        Writer in = process.outputWriter(StandardCharsets.UTF_8);
        in.write(word + "\n");
        in.flush();
    }

    /** Waits for the end of the process and gives what it measured. */
    Sample sample() throws IOException, InterruptedException {
        String measured = null;
        String breakdown = "";
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(Sample.PREFIX)) {
                measured = line;
            } else if (line.startsWith(Sample.BREAKDOWN)) {
                breakdown = line.substring(Sample.BREAKDOWN.length());
            } else {
                System.err.println(line);
            }
        }
        int code = process.waitFor();
        over.run();
        if (code != 0 || measured == null) {
            throw new IOException(name + " ended with " + code + (measured == null ? " and no numbers" : ""));
        }
        return Sample.parse(measured, breakdown);
    }
}
