package io.nilometer.core.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets the content of <code>${file:…}</code> into options of components and settings of Spark only: names, expressions and test data are
 * printed, compiled and written in state. Elsewhere it is told, and taken out of the tree.
 */
final class SecretPlaces {

    private static final Set<String> NOT_THE_COMPONENT = Set.of("from", "results", "retry");

    private static final Set<String> WHOLE_SECTIONS = Set.of("notify", "spark");

    private final Problems problems;

    SecretPlaces(Problems problems) {
        this.problems = problems;
    }

    /** The tree without secrets in wrong places. */
    Tree check(Tree tree) {
        return Trees.anyLeaf(tree, Tree.Trait.SECRET) ? without(tree, List.of()) : tree;
    }

    private Tree without(Tree tree, List<String> path) {
        if (allowed(path)) {
            return tree;
        }
        if (tree instanceof Tree.Entries entries) {
            return new Tree.Entries(
                    entries.entries().stream()
                            .map(entry -> without(entry, path))
                            .toList(),
                    entries.place());
        }
        if (tree instanceof Tree.Items items) {
            return new Tree.Items(
                    items.items().stream().map(item -> without(item, path)).toList(), items.place());
        }
        Tree.Leaf leaf = (Tree.Leaf) tree;
        return leaf.is(Tree.Trait.SECRET) ? told(leaf) : leaf;
    }

    private Tree.Entry without(Tree.Entry entry, List<String> path) {
        List<String> inside = path.size() == 3 ? path : append(path, entry.name());
        return new Tree.Entry(entry.name(), entry.place(), without(entry.value(), inside));
    }

    private static boolean allowed(List<String> path) {
        if (path.size() == 3 && path.get(0).equals("streams")) {
            return path.get(2).equals("source") || path.get(2).equals("format");
        }
        if (path.size() == 3 && path.get(0).equals("outputs")) {
            return !NOT_THE_COMPONENT.contains(path.get(2));
        }
        return path.size() == 1 && WHOLE_SECTIONS.contains(path.get(0));
    }

    private static List<String> append(List<String> path, String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }

    /** As if the variable had no value: what reads it asks for nothing more. */
    private Tree.Leaf told(Tree.Leaf leaf) {
        problems.error(
                "secret-not-here",
                leaf.place(),
                "`${file:…}` is for secrets, and this text is printed and kept in the state",
                "use it in the options of a source, format, output or notifier, or in `spark`; elsewhere write the text, or ${NAME}");
        Set<Tree.Trait> traits = EnumSet.of(Tree.Trait.UNSET);
        leaf.traits().stream().filter(trait -> trait != Tree.Trait.SECRET).forEach(traits::add);
        return new Tree.Leaf(
                leaf.written(),
                leaf.written(),
                leaf.written(),
                leaf.place(),
                leaf.textPlace(),
                false,
                Set.copyOf(traits));
    }
}
