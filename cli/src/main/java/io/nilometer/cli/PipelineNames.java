package io.nilometer.cli;

import java.util.Iterator;

/** The ready-made pipelines by name, for completion. */
final class PipelineNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return ReadyMade.ofProcess().names().iterator();
    }
}
