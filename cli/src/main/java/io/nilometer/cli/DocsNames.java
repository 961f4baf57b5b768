package io.nilometer.cli;

import io.nilometer.api.Component;
import io.nilometer.core.component.Components;
import io.nilometer.core.config.Topics;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;

/** What {@code docs} knows by name, for completion. */
final class DocsNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        TreeSet<String> names = new TreeSet<>(Topics.all().keySet());
        for (Map<String, ? extends Component> kind :
                DocsCommand.kinds(Components.load()).values()) {
            names.addAll(kind.keySet());
        }
        return names.iterator();
    }
}
