package io.nilometer.core.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds expressions that YAML cut at a comma: in <code>{x: if(a, 1, 2)}</code> the map has the keys {@code x},
 * {@code 1} and {@code 2)}. The pieces are told once and taken out.
 */
final class FlowCuts {

    /** An expression with more commas is told as what it then looks like: unknown keys. Bounds the work on hostile text. */
    private static final int MOST_PIECES = 100;

    private FlowCuts() {}

    static List<Tree.Entry> inEntries(List<Tree.Entry> entries, Problems problems) {
        List<Tree.Entry> whole = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Tree.Entry entry = entries.get(i);
            int pieces = pieces(entry.value(), entries.subList(i + 1, entries.size()), FlowCuts::keyWithoutValue);
            whole.add(pieces == 0 ? entry : new Tree.Entry(entry.name(), entry.place(), told(entry.value(), problems)));
            i += pieces;
        }
        return whole;
    }

    static List<Tree> inItems(List<Tree> items, Problems problems) {
        List<Tree> whole = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Tree item = items.get(i);
            int pieces = pieces(
                    item,
                    items.subList(i + 1, items.size()),
                    next -> next instanceof Tree.Leaf leaf ? leaf.written() : null);
            whole.add(pieces == 0 ? item : told(item, problems));
            i += pieces;
        }
        return whole;
    }

    /** How many of those that follow belong to a value that was cut; 0 when it was not, or they do not make it whole. */
    private static <T> int pieces(Tree value, List<T> following, Function<T, @Nullable String> text) {
        if (!(value instanceof Tree.Leaf leaf) || !leaf.is(Tree.Trait.PLAIN)) {
            return 0;
        }
        Brackets brackets = new Brackets().add(leaf.written());
        for (int n = 1;
                n <= Math.min(following.size(), MOST_PIECES) && !brackets.closed() && !brackets.hopeless();
                n++) {
            String piece = text.apply(following.get(n - 1));
            if (piece == null) {
                return 0;
            }
            if (brackets.add(", ").add(piece).closed()) {
                return n;
            }
        }
        return 0;
    }

    private static @Nullable String keyWithoutValue(Tree.Entry entry) {
        boolean nothing = entry.value() instanceof Tree.Leaf leaf
                && leaf.is(Tree.Trait.PLAIN)
                && leaf.written().isEmpty();
        return nothing ? entry.name() : null;
    }

    private static Tree told(Tree value, Problems problems) {
        Tree.Leaf leaf = (Tree.Leaf) value;
        problems.error(
                "cut-by-comma",
                leaf.place(),
                "inside {…} and […] YAML ends a value at the comma: all that is left of this one is `" + leaf.written()
                        + "`",
                "quote the whole value, or write it as a block, one key per line");
        Set<Tree.Trait> traits = EnumSet.of(Tree.Trait.CUT);
        traits.addAll(leaf.traits());
        return new Tree.Leaf(
                leaf.text(),
                leaf.written(),
                leaf.value(),
                leaf.place(),
                leaf.textPlace(),
                leaf.exact(),
                Set.copyOf(traits));
    }
}
