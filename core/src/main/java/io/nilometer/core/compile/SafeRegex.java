package io.nilometer.core.compile;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapBuilder;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Spark's functions with regular expressions, in time linear in the text (RE2). Public for generated code only. Unlike
 * Java's, {@code $} matches at the very end alone, and there is no look-around.
 */
public final class SafeRegex {

    private SafeRegex() {}

    public static boolean matches(UTF8String text, Pattern pattern) {
        return pattern.matcher(text.getBytes()).find();
    }

    /** @param position from 1: where in the text replacing starts */
    public static UTF8String replace(UTF8String text, Pattern pattern, UTF8String replacement, int position) {
        String whole = text.toString();
        int start = position - 1;
        if (start > 0 && start >= whole.length()) {
            return text;
        }
        String head = whole.substring(0, start);
        return UTF8String.fromString(
                head + pattern.matcher(whole.substring(start)).replaceAll(replacement.toString()));
    }

    /** Empty without a match. */
    public static UTF8String extract(UTF8String text, Pattern pattern, int group) {
        checkGroup(pattern, group);
        Matcher matcher = pattern.matcher(text.toString());
        return matcher.find() ? UTF8String.fromString(orEmpty(matcher.group(group))) : UTF8String.EMPTY_UTF8;
    }

    public static ArrayData extractAll(UTF8String text, Pattern pattern, int group) {
        checkGroup(pattern, group);
        Matcher matcher = pattern.matcher(text.toString());
        List<Object> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(UTF8String.fromString(orEmpty(matcher.group(group))));
        }
        return new GenericArrayData(found.toArray());
    }

    /** From 1; 0 without a match. */
    public static int position(UTF8String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text.toString());
        return matcher.find() ? matcher.start() + 1 : 0;
    }

    /** An empty pattern splits into characters. */
    public static ArrayData split(UTF8String text, Pattern pattern, int limit) {
        if (pattern.pattern().isEmpty() && text.numBytes() > 0) {
            return characters(text, limit);
        }
        String[] parts = pattern.split(text.toString(), limit == 0 ? -1 : limit);
        Object[] texts = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            texts[i] = UTF8String.fromString(parts[i]);
        }
        return new GenericArrayData(texts);
    }

    private static ArrayData characters(UTF8String text, int limit) {
        int all = text.numChars();
        int parts = limit > all || limit <= 0 ? all : limit;
        Object[] texts = new Object[parts];
        for (int i = 0; i < parts; i++) {
            texts[i] = text.substring(i, i == parts - 1 ? all : i + 1);
        }
        return new GenericArrayData(texts);
    }

    public static MapData map(UTF8String text, Pattern pairs, Pattern keyAndValue) {
        ArrayBasedMapBuilder map = new ArrayBasedMapBuilder(DataTypes.StringType, DataTypes.StringType);
        for (String pair : pairs.split(text.toString(), -1)) {
            String[] parts = keyAndValue.split(pair, 2);
            map.put(UTF8String.fromString(parts[0]), parts.length < 2 ? null : UTF8String.fromString(parts[1]));
        }
        return map.build();
    }

    private static void checkGroup(Pattern pattern, int group) {
        if (group < 0 || group > pattern.groupCount()) {
            throw new IllegalArgumentException("the pattern has " + pattern.groupCount() + " groups, not " + group);
        }
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "" : group;
    }
}
