package io.nilometer.core.compile;

import org.jspecify.annotations.Nullable;

/** What is held against the budget when a function is called. Public for generated code only. */
public final class Meter {

    /** Of what a lambda costs each time it is called: it is interpreted. */
    private static final long CALL = 32;
    /** What it gives is copied, into objects. */
    private static final long COPIED = 4;

    private final String name;
    private final @Nullable Bound before;
    private final After after;

    /** What is spent when the value is known. */
    enum After {
        NOTHING,
        /** The size of the value, which is no more than a few times that of the arguments. */
        STEPS,
        /** The size of the value, which must not be too large. */
        MADE,
        CALL
    }

    Meter(String name, @Nullable Bound before, After after) {
        this.name = name;
        this.before = before;
        this.after = after;
    }

    static Meter ofLambda() {
        return new Meter("lambda", null, After.CALL);
    }

    boolean isOfLambda() {
        return after == After.CALL;
    }

    @Nullable
    Bound before() {
        return before;
    }

    boolean countsResult() {
        return after != After.NOTHING;
    }

    public void before(@Nullable Object[] arguments, Budget budget) {
        if (before != null) {
            before.check(arguments, budget);
        }
    }

    public void after(@Nullable Object value, Budget budget) {
        switch (after) {
            case NOTHING -> {}
            case STEPS -> budget.spend(Sizes.of(value, Budget.STEPS));
            case MADE -> budget.make(Sizes.of(value, Budget.LARGEST));
            case CALL -> budget.spend(CALL + COPIED * Sizes.of(value, Budget.STEPS));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Meter meter && name.equals(meter.name) && after == meter.after;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
