package io.nilometer.api;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way of writing events as bytes. */
public interface Format extends Component {

    /**
     * The fields that the format itself gives when the pipeline has no {@code schema}.
     *
     * @return empty when a schema is needed
     */
    List<Field> fields(Options options);

    /**
     * Whether records may have fields that {@link #fields} does not name. Where they cannot, a schema that asks for another
     * name is a mistake.
     */
    default boolean isOpen(Options options) {
        return fields(options).isEmpty();
    }

    /**
     * What a user can do about records that are rejected for a reason that a {@link Decoder} of this format gives.
     *
     * @return a sentence without a full stop, such as "write delimiter: \";\""; null when there is nothing to say
     */
    default @Nullable String remedy(String reason) {
        return null;
    }

    /**
     * @param wanted the fields to decode, in slot order
     */
    Decoder decoder(Options options, List<Field> wanted, Settings settings);

    /**
     * How the lines of one partition become records of this format.
     *
     * @return null when every record that a source gives is one
     */
    default @Nullable LineFraming framing(Options options, Settings settings) {
        return null;
    }

    /**
     * @param zone of timestamps that are written without one
     * @param maxDepth of nesting; deeper records are rejected
     * @param declared the paths of all fields of the pipeline's schema in its order, names joined by dots, also of fields that
     *     are not wanted; empty without a schema
     */
    record Settings(ZoneId zone, int maxDepth, List<String> declared) {

        public Settings {
            declared = List.copyOf(declared);
        }

        /** Without a schema. */
        public Settings(ZoneId zone, int maxDepth) {
            this(zone, maxDepth, List.of());
        }
    }
}
