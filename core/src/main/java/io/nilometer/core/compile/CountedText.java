package io.nilometer.core.compile;

/** A text that counts how often a regular expression looks at its characters. */
final class CountedText implements CharSequence {

    /** A character costs a pattern as much as so many bytes compared. */
    private static final int EACH = 4;

    private final String text;
    private final Budget budget;

    CountedText(String text, Budget budget) {
        this.text = text;
        this.budget = budget;
        budget.spend(text.length());
    }

    @Override
    public char charAt(int index) {
        budget.spendMore(EACH);
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
