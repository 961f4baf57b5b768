package io.nilometer.core.aggregate;

import io.nilometer.api.FieldType;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Encoded values as an array of catalyst's. */
final class Elements {

    private Elements() {}

    static Object array(Encoding encoding, List<byte[]> values) {
        List<Object> elements = new ArrayList<>(values.size());
        for (byte[] value : values) {
            elements.add(encoding.read(value));
        }
        return Objects.requireNonNull(CatalystValues.toCatalyst(new FieldType.Array(encoding.type()), elements));
    }
}
