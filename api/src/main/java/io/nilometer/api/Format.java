package io.nilometer.api;

import java.time.ZoneId;
import java.util.List;

/** A way of writing events as bytes. */
public interface Format extends Component {

    /**
     * The fields that the format itself gives when the pipeline has no {@code schema}.
     *
     * @return empty when a schema is needed
     */
    List<Field> fields(Options options);

    /**
     * @param wanted the fields to decode, in slot order
     */
    Decoder decoder(Options options, List<Field> wanted, Settings settings);

    /**
     * @param zone of timestamps that are written without one
     * @param maxDepth of nesting; deeper records are rejected
     */
    record Settings(ZoneId zone, int maxDepth) {}
}
