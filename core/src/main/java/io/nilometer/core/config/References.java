package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.core.pipeline.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads names that something reads, with {@code .late} and {@code .rejected}. Whether they exist is checked later. */
final class References {

    private References() {}

    static List<Reference> read(Reading reading, Tree tree) {
        List<Reference> references = new ArrayList<>();
        if (tree instanceof Tree.Items items && items.items().isEmpty()) {
            reading.problems.error("empty-list", tree.place(), "`from` names nothing to read", "add a name");
        }
        for (Tree item : tree instanceof Tree.Items items ? items.items() : List.of(tree)) {
            Reference reference = one(reading, item);
            if (reference != null) {
                references.add(reference);
            }
        }
        return references;
    }

    static @Nullable Reference one(Reading reading, Tree tree) {
        if (reading.unset(tree, "what is read")) {
            return null;
        }
        String text = reading.text(tree, "`from`");
        return text == null ? null : of(text, tree.place());
    }

    static Reference of(String text, Place place) {
        if (text.endsWith(".late")) {
            return new Reference(text.substring(0, text.length() - 5), Reference.Part.LATE, place);
        }
        if (text.endsWith(".rejected")) {
            return new Reference(text.substring(0, text.length() - 9), Reference.Part.REJECTED, place);
        }
        return new Reference(text, Reference.Part.EVENTS, place);
    }
}
