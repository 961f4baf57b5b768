package io.nilometer.core.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds expressions that YAML cut at a comma: in <code>{x: if(a, 1, 2)}</code> the map has the keys {@code x},
 * {@code 1} and {@code 2)}. The pieces are told once and taken out.
 */
final class FlowCuts {

    private FlowCuts() {}

    static List<Tree.Entry> inEntries(List<Tree.Entry> entries, Problems problems) {
        List<Tree.Entry> whole = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Tree.Entry entry = entries.get(i);
            int last = i;
            if (entry.value() instanceof Tree.Leaf leaf && cut(leaf)) {
                StringBuilder joined = new StringBuilder(leaf.written());
                for (int next = i + 1; next < entries.size() && nothing(entries.get(next).value()); next++) {
                    joined.append(", ").append(entries.get(next).name());
                    if (Brackets.balanced(joined.toString())) {
                        last = next;
                        break;
                    }
                }
                if (last > i) {
                    tell(leaf, problems);
                    entry = new Tree.Entry(entry.name(), entry.place(), marked(leaf));
                }
            }
            whole.add(entry);
            i = last;
        }
        return whole;
    }

    static List<Tree> inItems(List<Tree> items, Problems problems) {
        List<Tree> whole = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Tree item = items.get(i);
            int last = i;
            if (item instanceof Tree.Leaf leaf && cut(leaf)) {
                StringBuilder joined = new StringBuilder(leaf.written());
                for (int next = i + 1; next < items.size() && items.get(next) instanceof Tree.Leaf more; next++) {
                    joined.append(", ").append(more.written());
                    if (Brackets.balanced(joined.toString())) {
                        last = next;
                        break;
                    }
                }
                if (last > i) {
                    tell(leaf, problems);
                    item = marked(leaf);
                }
            }
            whole.add(item);
            i = last;
        }
        return whole;
    }

    private static boolean cut(Tree.Leaf leaf) {
        return leaf.is(Tree.Trait.PLAIN) && !Brackets.balanced(leaf.written());
    }

    private static boolean nothing(Tree tree) {
        return tree instanceof Tree.Leaf leaf && leaf.is(Tree.Trait.PLAIN) && leaf.written().isEmpty();
    }

    private static void tell(Tree.Leaf leaf, Problems problems) {
        problems.error(
                "cut-by-comma",
                leaf.place(),
                "inside {…} and […] YAML ends a value at the comma: all that is left of this one is `" + leaf.written() + "`",
                "quote the whole value, or write it as a block, one key per line");
    }

    private static Tree.Leaf marked(Tree.Leaf leaf) {
        Set<Tree.Trait> traits = EnumSet.of(Tree.Trait.CUT);
        traits.addAll(leaf.traits());
        return new Tree.Leaf(leaf.text(), leaf.written(), leaf.value(), leaf.place(), leaf.textPlace(), leaf.exact(), Set.copyOf(traits));
    }
}
