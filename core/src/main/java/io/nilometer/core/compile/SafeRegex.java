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
    public static UTF8String replace(
            UTF8String text, Pattern pattern, UTF8String replacement, int position, Budget budget) {
        String whole = text.toString();
        int start = position - 1;
        if (start > 0 && start >= whole.length()) {
            return text;
        }
        String tail = whole.substring(start);
        String put = replacement.toString();
        long groups = put.chars().filter(c -> c == '$').count();
        Matcher matcher = pattern.matcher(new CountedText(tail, budget));
        StringBuilder made = new StringBuilder(whole.substring(0, start));
        long grown = 0;
        while (matcher.find()) {
            long found = (long) matcher.end() - matcher.start();
            long more = groups * found + put.length();
            if (more > found) {
                // What the text itself has is no growth: a record may be longer than what is made of it.
                grown += more - found;
                if (grown > Budget.LARGEST) {
                    budget.make(grown);
                }
            }
            budget.spendMore(more);
            matcher.appendReplacement(made, put);
        }
        return UTF8String.fromString(matcher.appendTail(made).toString());
    }

    /** A text as a regular expression of Java's that finds just it. */
    public static UTF8String quoted(UTF8String text) {
        return UTF8String.fromString(java.util.regex.Pattern.quote(text.toString()));
    }

    /** Empty without a match. */
    public static UTF8String extract(UTF8String text, Pattern pattern, int group) {
        checkGroup(pattern, group);
        Matcher matcher = pattern.matcher(text.toString());
        return matcher.find() ? UTF8String.fromString(orEmpty(matcher.group(group))) : UTF8String.EMPTY_UTF8;
    }

    public static ArrayData extractAll(UTF8String text, Pattern pattern, int group, Budget budget) {
        checkGroup(pattern, group);
        Matcher matcher = pattern.matcher(new CountedText(text.toString(), budget));
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
    public static ArrayData split(UTF8String text, Pattern pattern, int limit, Budget budget) {
        if (pattern.pattern().isEmpty() && text.numBytes() > 0) {
            return characters(text, limit);
        }
        List<Object> texts = new ArrayList<>();
        parts(text.toString(), pattern, limit, budget).forEach(part -> texts.add(UTF8String.fromString(part)));
        return new GenericArrayData(texts.toArray());
    }

    private static List<String> parts(String text, Pattern pattern, int limit, Budget budget) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = pattern.matcher(new CountedText(text, budget));
        int last = 0;
        while ((limit <= 0 || parts.size() < limit - 1) && matcher.find()) {
            parts.add(text.substring(last, matcher.start()));
            last = matcher.end();
        }
        parts.add(text.substring(last));
        return parts;
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

    public static MapData map(UTF8String text, Pattern pairs, Pattern keyAndValue, Budget budget) {
        ArrayBasedMapBuilder map = new ArrayBasedMapBuilder(DataTypes.StringType, DataTypes.StringType);
        for (String pair : parts(text.toString(), pairs, -1, budget)) {
            List<String> parts = parts(pair, keyAndValue, 2, budget);
            map.put(UTF8String.fromString(parts.get(0)), parts.size() < 2 ? null : UTF8String.fromString(parts.get(1)));
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
