package io.nilometer.core.config;

import io.nilometer.api.Component;
import io.nilometer.api.Option;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Use;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads components and their options, checked against the component's spec. */
final class UseReader {

    private final Reading reading;

    UseReader(Reading reading) {
        this.reading = reading;
    }

    /** {@code name} or {@code {name: {options}}}. */
    @Nullable
    Use read(Tree tree, String what, Map<String, ? extends Component> known) {
        if (reading.unset(tree, "the " + what)) {
            return null;
        }
        if (tree instanceof Tree.Leaf leaf && !leaf.empty()) {
            return use(leaf.text(), leaf.place(), null, what, known);
        }
        if (tree instanceof Tree.Entries entries && entries.entries().size() == 1) {
            Tree.Entry entry = entries.entries().get(0);
            return use(entry.name(), entry.place(), entry.value(), what, known);
        }
        reading.wrongKind(tree, what, "the name of a component, or one `{name: {options}}`");
        return null;
    }

    /** @param options null, or what stands behind the component's name */
    @Nullable
    Use use(String name, Place place, @Nullable Tree options, String what, Map<String, ? extends Component> known) {
        Component component = known.get(name);
        if (component == null) {
            if (NotYet.COMPONENTS.containsKey(name)) {
                reading.problems.error(
                        "not-yet", place, "not yet: the component `" + name + "`", NotYet.COMPONENTS.get(name));
            } else {
                reading.problems.error(
                        "unknown-component",
                        place,
                        "there is no " + what + " `" + name + "`",
                        Nearest.remedy(name, known.keySet()));
            }
            return null;
        }
        int before = reading.problems.size();
        Map<String, Object> values = new HashMap<>();
        if (options instanceof Tree.Entries entries) {
            entries.entries().forEach(entry -> option(name, component, entry, values));
        } else if (options != null && !(options instanceof Tree.Leaf leaf && leaf.empty())) {
            notOptions(name, component, options);
            return null;
        }
        for (Option<?> option : component.spec().options()) {
            boolean written = options instanceof Tree.Entries entries && entries.find(option.name()) != null;
            if (option.required() && !written && !misspelt(options, component, option.name())) {
                reading.problems.error(
                        "missing-option",
                        place,
                        name + " needs the option `" + option.name() + "`: " + option.help(),
                        "add `" + option.name() + ": …`");
            }
        }
        Options checked = new Options(values);
        boolean unset = options != null && Trees.anyLeaf(options, Tree.Trait.UNSET);
        if (reading.problems.size() == before && !unset) {
            component.check(checked, place).forEach(reading.problems::add);
        }
        return new Use(name, checked, place, unset);
    }

    /** Mostly the value of the option that one cannot do without. */
    private void notOptions(String name, Component component, Tree tree) {
        List<String> required = component.spec().options().stream()
                .filter(Option::required)
                .map(Option::name)
                .toList();
        String first = required.isEmpty() ? "option" : required.get(0);
        boolean shown = tree instanceof Tree.Leaf leaf && !leaf.is(Tree.Trait.SECRET) && !leaf.is(Tree.Trait.CUT);
        String value = shown ? Reading.shortened(((Tree.Leaf) tree).written()) : "…";
        reading.wrongKind(
                tree, "the options of " + name, "a map", "write `" + name + ": {" + first + ": " + value + "}`");
    }

    /** Whether an option is missing only because its name is misspelt, which has been told. */
    private static boolean misspelt(@Nullable Tree options, Component component, String option) {
        List<String> valid =
                component.spec().options().stream().map(Option::name).toList();
        return options instanceof Tree.Entries entries
                && entries.entries().stream()
                        .map(Tree.Entry::name)
                        .filter(name -> !valid.contains(name))
                        .anyMatch(name -> Nearest.find(name, valid).equals(Optional.of(option)));
    }

    private void option(String name, Component component, Tree.Entry entry, Map<String, Object> values) {
        List<String> valid =
                component.spec().options().stream().map(Option::name).toList();
        for (Option<?> option : component.spec().options()) {
            if (option.name().equals(entry.name())) {
                value(name, option, entry.value(), values);
                return;
            }
        }
        reading.problems.error(
                "unknown-option",
                entry.place(),
                name + " has no option `" + entry.name() + "`",
                Nearest.remedy(entry.name(), valid));
    }

    private void value(String name, Option<?> option, Tree tree, Map<String, Object> values) {
        if (option.secret()) {
            Trees.eachLeaf(tree, leaf -> reading.problems.hide(leaf.text()));
        }
        Object raw = Trees.texts(tree);
        if (raw == null) {
            reading.problems.error(
                    "bad-value",
                    tree.place(),
                    "the option `" + option.name() + "` of " + name + " has no value",
                    "give it one, or leave it out");
            return;
        }
        boolean unset = Trees.anyLeaf(tree, Tree.Trait.UNSET);
        try {
            values.put(option.name(), option.type().parser().apply(raw));
        } catch (IllegalArgumentException e) {
            if (!unset) {
                boolean hidden = option.secret() || Trees.anyLeaf(tree, Tree.Trait.SECRET);
                String shown = option.secret() ? "" : Reading.shown(tree);
                String written = hidden || !(tree instanceof Tree.Leaf leaf) ? "" : leaf.text();
                reading.problems.error(
                        "bad-value",
                        tree.place(),
                        "the option `" + option.name() + "` of " + name + " must be " + e.getMessage() + shown,
                        Meant.option(option.type().name(), written));
            }
        }
    }
}
