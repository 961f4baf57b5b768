package io.nilometer.core.compile;

import org.apache.spark.unsafe.types.UTF8String;

/** {@code like} in time linear in the text. Public for generated code only. */
public final class SafeLike {

    private SafeLike() {}

    public static boolean matches(UTF8String text, LikePattern pattern, Budget budget) {
        budget.spend(1);
        return pattern.matches(text.getBytes(), budget);
    }

    /** A pattern that comes from the data. */
    public static boolean matches(UTF8String text, UTF8String pattern, int escape, Budget budget) {
        budget.spend(pattern.numBytes());
        return new LikePattern(pattern.toString(), (char) escape).matches(text.getBytes(), budget);
    }
}
