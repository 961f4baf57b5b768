package io.nilometer.core.config;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what the YAML parser found, and what mostly is the matter. The parser's snippet of the file is left out: it may show a secret. */
final class SyntaxProblem {

    private SyntaxProblem() {}

    /** @param found where the parser gave up */
    static Problem of(MarkedYamlEngineException e, Place found) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        String context = e.getContext() == null ? "" : e.getContext();
        Place place = found;
        String cause;
        String remedy;
        if (problem.contains("\\t") || problem.contains("TAB")) {
            cause = "a tab where only spaces may be";
            remedy = "indent with spaces";
        } else if (problem.contains("mapping values are not allowed")) {
            cause = "a `: ` where no key can be";
            remedy = "quote a value that holds `: `, and check the indentation";
        } else if (problem.contains("expected ',' or '}'") || problem.contains("expected ',' or ']'")) {
            cause = "a {…} or […] does not go on as it must";
            place = isOpen(e) ? began(e, found) : found;
            remedy =
                    "quote a value that holds any of , [ ] { } — or write it as a block, one key per line; or a bracket is not closed";
        } else if (context.contains("quoted scalar")) {
            cause = problem.contains("escape")
                    ? "an unknown escape in a \"…\" text"
                    : "a quoted text that does not end";
            place = problem.contains("escape") ? found : began(e, found);
            remedy = problem.contains("escape")
                    ? "double the backslash, or use '…'"
                    : "close the quote; inside '…' a quote is written twice: ''";
        } else if (problem.contains("cannot start any token")) {
            cause = "a value cannot begin with this character";
            remedy = "quote the value";
        } else if (problem.contains("expected <block end>") && followsAQuote(e)) {
            cause = "a text that begins with a quote goes on after it";
            remedy = "quote the whole value: '…'; a quote inside '…' is written twice";
        } else if (problem.contains("expected <block end>") || problem.contains("block end")) {
            cause = "the indentation does not fit what is above";
            remedy = "begin all keys of a map, and all - of a list, in the same column";
        } else if (problem.contains("could not find expected ':'")) {
            cause = "a key without its `:`";
            place = began(e, found);
            remedy = "write `key: value`, and check the indentation";
        } else if (problem.contains("alias") || context.contains("alias")) {
            cause = "a text that begins with * is a YAML alias";
            place = began(e, found);
            remedy = "quote it";
        } else {
            cause = "the YAML parser does not understand what is here";
            remedy = "check quotes, brackets and indentation here and in the line above";
        }
        return Problem.error("yaml-syntax", "not YAML: " + cause, remedy, place);
    }

    /** Where the part began that the parser could not end. */
    private static Place began(MarkedYamlEngineException e, Place found) {
        return e.getContextMark()
                .map(mark -> new Place(found.file(), mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(found);
    }

    private static boolean followsAQuote(MarkedYamlEngineException e) {
        return e.getProblemMark()
                .map(mark -> {
                    int[] text = mark.getBuffer();
                    int before = mark.getPointer() - 1;
                    while (before >= 0 && text[before] == ' ') {
                        before--;
                    }
                    return before >= 0 && (text[before] == '\'' || text[before] == '"');
                })
                .orElse(false);
    }

    /** Whether a bracket of an earlier line is what has no end. */
    private static boolean isOpen(MarkedYamlEngineException e) {
        return e.getContextMark()
                .flatMap(began -> e.getProblemMark().map(ended -> began.getLine() < ended.getLine()))
                .orElse(false);
    }
}
