package io.nilometer.core.decode;

/** A log_format that can't be used. The message follows "log_format". */
final class TemplateException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    TemplateException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
