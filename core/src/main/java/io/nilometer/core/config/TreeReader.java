package io.nilometer.core.config;

import io.nilometer.api.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML text into a {@link Tree}, within limits of depth and size. */
final class TreeReader {

    private static final int DEEPEST = 64;
    private static final int MOST_NODES = 500_000;

    private final String file;
    private final String text;
    private final LeafReader leaves;
    private final Problems problems;
    private final Map<Anchor, Tree> anchors = new HashMap<>();
    private int nodes;

    TreeReader(String file, String text, Variables variables, Problems problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
        leaves = new LeafReader(file, text, variables);
    }

    /** Ends reading after a problem that makes the rest meaningless; the problem has been told. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super("stopped", null, false, false);
        }
    }

    /** The document, or empty after a problem that leaves nothing to check. */
    Optional<Tree> read() {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return notText(); // the parser fails over half a character at the end of its buffer
        }
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .build();
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            Tree root = null;
            while (events.hasNext()) {
                Event event = events.next();
                switch (event.getEventId()) {
                    case DocumentStart -> {
                        if (root != null) {
                            problems.error(
                                    "several-documents",
                                    start(event),
                                    "the file holds more than one YAML document",
                                    "write one pipeline per file, without `---` between");
                            return Optional.empty();
                        }
                        root = node(events.next(), events, 1);
                    }
                    case StreamStart, StreamEnd, DocumentEnd -> {}
                    default -> throw new IllegalStateException("unexpected " + event.getEventId());
                }
            }
            return Optional.ofNullable(root);
        } catch (Stop e) {
            return Optional.empty();
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(this::place).orElse(new Place(file, 1, 1));
            problems.add(SyntaxProblem.of(e, place));
            return Optional.empty();
        } catch (YamlEngineException e) {
            return notText();
        }
    }

    private Optional<Tree> notText() {
        problems.error(
                "yaml-syntax",
                new Place(file, 1, 1),
                "this is not YAML",
                "save the file as UTF-8 text without control characters");
        return Optional.empty();
    }

    private Tree node(Event event, Iterator<Event> events, int depth) {
        Place place = start(event);
        checkDepth(depth, place);
        count(1, place);
        Tree tree =
                switch (event.getEventId()) {
                    case Scalar -> scalar((ScalarEvent) event);
                    case SequenceStart -> items((CollectionStartEvent) event, events, depth);
                    case MappingStart -> entries((CollectionStartEvent) event, events, depth);
                    case Alias -> alias((AliasEvent) event, depth);
                    default -> throw new IllegalStateException("unexpected " + event.getEventId());
                };
        if (event instanceof NodeEvent anchored && !(event instanceof AliasEvent)) {
            anchored.getAnchor().ifPresent(anchor -> anchors.put(anchor, tree));
        }
        return tree;
    }

    private Tree scalar(ScalarEvent event) {
        checkTag(event, event.getTag());
        return leaves.read(event);
    }

    /** An anchor is known only after its node: what refers to itself is refused with what refers to nothing. */
    private Tree alias(AliasEvent event, int depth) {
        Place place = start(event);
        Tree target = anchors.get(event.getAlias());
        if (target == null) {
            throw stop(
                    "bad-alias",
                    place,
                    "a text that begins with * is a YAML alias, and nothing before it has that anchor",
                    "quote it");
        }
        count(Trees.size(target), place);
        checkDepth(depth + Trees.depth(target) - 1, place);
        return target;
    }

    private Tree items(CollectionStartEvent start, Iterator<Event> events, int depth) {
        checkTag(start, start.getTag());
        List<Tree> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, events, depth + 1));
            event = events.next();
        }
        List<Tree> whole = start.isFlow() ? FlowCuts.inItems(items, problems) : items;
        return new Tree.Items(List.copyOf(whole), start(start));
    }

    private Tree entries(CollectionStartEvent start, Iterator<Event> events, int depth) {
        checkTag(start, start.getTag());
        List<Tree.Entry> entries = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            Tree key = node(event, events, depth + 1);
            Tree value = node(events.next(), events, depth + 1);
            if (key instanceof Tree.Leaf leaf) {
                // a key is what is written: variables are for values
                entries.add(new Tree.Entry(leaf.written(), leaf.place(), value));
            } else {
                problems.error(
                        "wrong-kind",
                        key.place(),
                        "a key must be a single name, not " + key.kind(),
                        "a value that begins with { or [ must be quoted");
            }
            event = events.next();
        }
        List<Tree.Entry> whole = start.isFlow() ? FlowCuts.inEntries(entries, problems) : entries;
        return new Tree.Entries(once(whole), start(start));
    }

    private List<Tree.Entry> once(List<Tree.Entry> entries) {
        Map<String, Tree.Entry> seen = new LinkedHashMap<>();
        for (Tree.Entry entry : entries) {
            Tree.Entry first = seen.putIfAbsent(entry.name(), entry);
            if (first != null) {
                problems.error(
                        "duplicate-key",
                        entry.place(),
                        "`" + entry.name() + "` is written twice in one map (first in line "
                                + first.place().line() + ")",
                        "keep one of them");
            }
        }
        return List.copyOf(seen.values());
    }

    private void checkTag(Event event, Optional<String> tag) {
        if (tag.isPresent()) {
            problems.error(
                    "no-tags",
                    start(event),
                    "YAML tags (!…) are not used here",
                    "take the tag away, or quote a text that begins with !");
        }
    }

    private void checkDepth(int depth, Place place) {
        if (depth > DEEPEST) {
            throw stop("too-deep", place, "nested deeper than " + DEEPEST + " levels", "flatten it");
        }
    }

    private void count(int more, Place place) {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw stop(
                    "too-big",
                    place,
                    "the file holds more than " + MOST_NODES + " values",
                    "keep test data in files: `{file: path}`");
        }
    }

    private Stop stop(String code, Place place, String message, String remedy) {
        problems.error(code, place, message, remedy);
        return new Stop();
    }

    private Place start(Event event) {
        return event.getStartMark().map(this::place).orElse(Place.NOWHERE);
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
