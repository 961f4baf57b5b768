package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.NilometerException;
import io.nilometer.api.Option;
import io.nilometer.api.Options;
import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.List;
import java.util.function.Function;

/**
 * What formats of access logs share: without a log_format lines are common or combined, with one they are as it says.
 *
 * @param code of the problem that a log_format has
 * @param parser of a log_format; throws {@link TemplateException}
 */
record AccessLogFormats(String code, Option<String> option, Function<String, AccessTemplate> parser) {

    List<Problem> check(Options options, Place place) {
        String text = options.find(option);
        if (text == null) {
            return List.of();
        }
        try {
            parser.apply(text);
            return List.of();
        } catch (TemplateException e) {
            return List.of(Problem.error(code, problem(e), e.remedy(), place));
        }
    }

    List<Field> fields(Options options) {
        String text = options.find(option);
        return text == null ? ApacheFormat.FIELDS : template(text).fields();
    }

    Decoder decoder(Options options, List<Field> wanted, Format.Settings settings) {
        String text = options.find(option);
        return text == null
                ? new AccessLogDecoder(wanted, settings)
                : new AccessTemplateDecoder(template(text), new TextFields(wanted, settings));
    }

    private AccessTemplate template(String text) {
        try {
            return parser.apply(text);
        } catch (TemplateException e) {
            throw new NilometerException(code, problem(e), e.remedy(), e);
        }
    }

    private static String problem(TemplateException e) {
        return "log_format " + e.getMessage();
    }
}
