package io.nilometer.core.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks through trees. */
final class Trees {

    private Trees() {}

    /** How many nodes a tree has. */
    static int size(Tree tree) {
        int[] size = {0};
        each(tree, node -> size[0]++);
        return size[0];
    }

    /** 1 for a scalar. */
    static int depth(Tree tree) {
        int deepest = 0;
        if (tree instanceof Tree.Items items) {
            for (Tree item : items.items()) {
                deepest = Math.max(deepest, depth(item));
            }
        } else if (tree instanceof Tree.Entries entries) {
            for (Tree.Entry entry : entries.entries()) {
                deepest = Math.max(deepest, depth(entry.value()));
            }
        }
        return deepest + 1;
    }

    static void eachLeaf(Tree tree, Consumer<Tree.Leaf> action) {
        each(tree, node -> {
            if (node instanceof Tree.Leaf leaf) {
                action.accept(leaf);
            }
        });
    }

    static boolean anyLeaf(Tree tree, Tree.Trait trait) {
        boolean[] found = {false};
        eachLeaf(tree, leaf -> found[0] |= leaf.is(trait));
        return found[0];
    }

    private static void each(Tree tree, Consumer<Tree> action) {
        action.accept(tree);
        if (tree instanceof Tree.Items items) {
            items.items().forEach(item -> each(item, action));
        } else if (tree instanceof Tree.Entries entries) {
            entries.entries().forEach(entry -> each(entry.value(), action));
        }
    }

    /** As plain Java: String, Long, {@link BigInteger}, Double, Boolean, List, Map, null. */
    static @Nullable Object value(Tree tree) {
        return convert(tree, Tree.Leaf::value);
    }

    /** As plain Java, every scalar as the text that was written: {@code 007} stays {@code 007}. */
    static @Nullable Object texts(Tree tree) {
        return convert(tree, leaf -> leaf.empty() ? null : leaf.text());
    }

    private static @Nullable Object convert(Tree tree, Function<Tree.Leaf, @Nullable Object> scalar) {
        if (tree instanceof Tree.Leaf leaf) {
            return scalar.apply(leaf);
        }
        if (tree instanceof Tree.Items items) {
            List<@Nullable Object> list = new ArrayList<>();
            items.items().forEach(item -> list.add(convert(item, scalar)));
            return Collections.unmodifiableList(list);
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        ((Tree.Entries) tree).entries().forEach(entry -> map.put(entry.name(), convert(entry.value(), scalar)));
        return Collections.unmodifiableMap(map);
    }
}
