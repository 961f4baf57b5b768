package io.nilometer.core.component;

import io.nilometer.api.Component;
import io.nilometer.api.Format;
import io.nilometer.api.SinkFactory;
import io.nilometer.api.SourceFactory;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** All components by name. */
public record Components(
        Map<String, SourceFactory> sources, Map<String, SinkFactory> sinks, Map<String, Format> formats) {

    /** Those that {@link ServiceLoader} finds. */
    public static Components load() {
        return new Components(byName(SourceFactory.class), byName(SinkFactory.class), byName(Format.class));
    }

    private static <C extends Component> Map<String, C> byName(Class<C> type) {
        Map<String, C> found = new TreeMap<>();
        for (C component : ServiceLoader.load(type)) {
            C twin = found.put(component.spec().name(), component);
            if (twin != null) {
                throw new IllegalStateException("two components called "
                        + component.spec().name() + ": " + twin.getClass().getName() + " and "
                        + component.getClass().getName());
            }
        }
        return Collections.unmodifiableMap(found);
    }
}
