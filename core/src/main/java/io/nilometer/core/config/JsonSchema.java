package io.nilometer.core.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nilometer.api.Component;
import io.nilometer.api.Option;
import io.nilometer.api.OptionType;
import io.nilometer.core.component.Components;
import java.util.Map;

/**
 * The pipeline language as a JSON Schema (draft 2020-12), with which editors complete and check. It allows whatever may be
 * right: the program itself checks more.
 */
public final class JsonSchema {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCALAR = "{\"type\":[\"string\",\"number\",\"boolean\"]}";
    private static final String TEXTS = "{\"anyOf\":[" + SCALAR + ",{\"type\":\"array\",\"items\":" + SCALAR + "}]}";
    /** Before variables are filled in, any value may be a text that names one. */
    private static final String VARIABLE = "{\"type\":\"string\",\"pattern\":\"\\\\$\\\\{\"}";

    private static final String ONE_DURATION = "[0-9]{1,15} *(ms|s|m|h|d)";
    private static final String WINDOW =
            "^ *(all|same|session +%1$s|%2$s( +((every|offset) +%2$s|in +[A-Za-z0-9/_+:-]+)){0,3}) *$"
                    .formatted(ONE_DURATION.replace(" *", ""), "[0-9]{1,15}(ms|s|mo|m|h|d|w)");
    private static final String KEBAB_NAME = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
    private static final String SNAKE_NAME = "^[a-z][a-z0-9_]*$";
    private static final String READABLE = "^[a-z][a-z0-9_]*([.](late|rejected))?$";
    private static final String COLUMN_NAME = "^[A-Za-z_][A-Za-z0-9_]*$";

    private final Components components;
    private final ObjectNode definitions = JSON.createObjectNode();

    private JsonSchema(Components components) {
        this.components = components;
    }

    /** The schema as text; the same components give the same text. */
    public static String of(Components components) {
        JsonSchema schema = new JsonSchema(components);
        schema.define();
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Nilometer pipeline");
        root.put("$ref", "#/$defs/pipeline");
        root.set("$defs", schema.definitions);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return JSON.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was made here cannot be written", e);
        }
    }

    private void define() {
        Grammar.ALL.forEach(section -> definitions.set(name(section), section(section)));
        definitions.set("expression", parse(SCALAR));
        definitions.set("expressions", named(COLUMN_NAME, ref("expression")));
        definitions.set("duration", orVariable(text("^ *" + ONE_DURATION + " *$")));
        definitions.set("window", orVariable(text(WINDOW)));
        definitions.set("name", orVariable(text(READABLE)));
        definitions.set("pipeline-name", orVariable(text(KEBAB_NAME).put("maxLength", 100)));
        definitions.set("size", orVariable(parse(OptionType.SIZE.jsonSchema())));
        definitions.set("integer", orVariable(parse(OptionType.INTEGER.jsonSchema())));
        definitions.set(
                "number", orVariable(parse("{\"type\":[\"number\",\"string\"],\"pattern\":\"^[0-9.]+(e[0-9]+)?$\"}")));
        definitions.set("references", references());
        definitions.set("columns", columns());
        definitions.set("source", component("source", components.sources()));
        definitions.set("format", component("format", components.formats()));
        components.sinks().forEach((name, sink) -> definitions.set("sink-" + name, options(sink)));
    }

    private ObjectNode section(Section section) {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("description", section.help());
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (Section.Key key : section.keys()) {
            ObjectNode value = value(section, key);
            value.put("description", key.help() + (key.defaultText().isEmpty() ? "" : " (" + key.defaultText() + ")"));
            properties.set(key.name(), value);
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (section == Grammar.OUTPUT) {
            components
                    .sinks()
                    .forEach((name, sink) -> properties.set(
                            name,
                            ref("sink-" + name).put("description", sink.spec().help())));
        }
        if (section == Grammar.STEP) {
            schema.put("minProperties", 1).put("maxProperties", 1);
        }
        if (section == Grammar.SPARK) {
            schema.putObject("patternProperties").set("^spark\\.", parse(SCALAR));
        }
        return schema.put("additionalProperties", false);
    }

    private ObjectNode value(Section section, Section.Key key) {
        if (section == Grammar.STREAM && key.kind() == Section.Kind.COMPONENT) {
            ObjectNode one = ref(key.name());
            return key.name().equals("format") ? either(list(ref("format")).toString(), one) : one;
        }
        return Nesting.of(section, key)
                .map(inside -> nested(section, key, inside))
                .orElseGet(() -> section == Grammar.PIPELINE && key.kind() == Section.Kind.NAME
                        ? ref("pipeline-name")
                        : scalar(key.kind()));
    }

    private static ObjectNode nested(Section section, Section.Key key, Nesting.Inside inside) {
        return switch (inside.nesting()) {
            case SECTION -> {
                ObjectNode one = ref(name(inside.section().orElseThrow()));
                yield section != Grammar.STREAM
                        ? one
                        : orVariable(
                                either("{\"const\":\"" + (key.name().equals("time") ? "arrival" : "cri") + "\"}", one));
            }
            case SECTIONS -> named(SNAKE_NAME, ref(name(inside.section().orElseThrow())));
            case SECTION_LIST -> list(ref(name(inside.section().orElseThrow())));
            case EXPRESSIONS -> ref("expressions");
            case OTHER ->
                switch (key.name()) {
                    case "schema" -> ref("columns");
                    case "by" -> either(TEXTS, ref("expressions"));
                    case "severity" -> either(SCALAR, ref("expressions"));
                    case "feed" -> list(JSON.createObjectNode().put("type", "object"));
                    case "record" -> JSON.createObjectNode();
                    default -> JSON.createObjectNode().put("type", "object");
                };
        };
    }

    private static ObjectNode scalar(Section.Kind kind) {
        return switch (kind) {
            case TEXT, EXPRESSION -> parse(SCALAR);
            case NAME -> ref("name");
            case DURATION -> ref("duration");
            case WINDOW -> ref("window");
            case INTEGER -> ref("integer");
            case NUMBER -> ref("number");
            case SIZE -> ref("size");
            case REFERENCES -> ref("references");
            case TEXTS -> parse(TEXTS);
            case LIST -> JSON.createObjectNode().put("type", "array");
            case MAP -> JSON.createObjectNode().put("type", "object");
            case COMPONENT, ANY -> JSON.createObjectNode();
        };
    }

    /** Types by name; a nested map is a struct, or a type with its path. */
    private static ObjectNode columns() {
        ObjectNode any = JSON.createObjectNode();
        any.putArray("anyOf")
                .add(parse("{\"type\":\"string\"}"))
                .add(ref(name(Grammar.FIELD)))
                .add(ref("columns"));
        return named(COLUMN_NAME, any);
    }

    private static ObjectNode references() {
        ObjectNode references = JSON.createObjectNode();
        references.putArray("anyOf").add(ref("name")).add(list(ref("name")).put("minItems", 1));
        return references;
    }

    /** A bare name, or one name with its options. */
    private static ObjectNode component(String kind, Map<String, ? extends Component> components) {
        ObjectNode bare = JSON.createObjectNode();
        ArrayNode names = bare.putArray("enum");
        ObjectNode withOptions = JSON.createObjectNode()
                .put("type", "object")
                .put("minProperties", 1)
                .put("maxProperties", 1);
        ObjectNode properties = withOptions.putObject("properties");
        components.forEach((name, component) -> {
            names.add(name);
            properties.set(name, options(component));
        });
        withOptions.put("additionalProperties", false);
        ObjectNode schema = JSON.createObjectNode().put("description", "A " + kind + ".");
        schema.putArray("anyOf").add(bare).add(withOptions).add(parse(VARIABLE));
        return schema;
    }

    private static ObjectNode options(Component component) {
        ObjectNode schema =
                JSON.createObjectNode().put("description", component.spec().help());
        schema.putArray("type").add("object").add("null");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (Option<?> option : component.spec().options()) {
            properties.set(
                    option.name(),
                    either(VARIABLE, parse(option.type().jsonSchema())).put("description", option.help()));
            if (option.required()) {
                required.add(option.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode either(String schema, ObjectNode other) {
        ObjectNode either = JSON.createObjectNode();
        either.putArray("anyOf").add(parse(schema)).add(other);
        return either;
    }

    /** A map, or nothing; variables are for values, not for names. */
    private static ObjectNode named(String pattern, ObjectNode values) {
        ObjectNode map = JSON.createObjectNode();
        map.putArray("type").add("object").add("null");
        map.putObject("propertyNames").put("pattern", pattern);
        return map.set("additionalProperties", values);
    }

    private static ObjectNode text(String pattern) {
        return JSON.createObjectNode().put("type", "string").put("pattern", pattern);
    }

    private static ObjectNode orVariable(ObjectNode other) {
        return either(VARIABLE, other);
    }

    private static ObjectNode list(ObjectNode items) {
        return JSON.createObjectNode().put("type", "array").set("items", items);
    }

    private static ObjectNode ref(String definition) {
        return JSON.createObjectNode().put("$ref", "#/$defs/" + definition);
    }

    private static String name(Section section) {
        return section.name().replace(' ', '-');
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }
}
