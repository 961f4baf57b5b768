package io.nilometer.cli.live;

/** How large a screen is, in characters. */
record Size(int columns, int rows) {

    /** What is drawn on anything smaller is cut by the terminal. */
    static final Size SMALLEST = new Size(20, 4);

    Size {
        columns = Math.max(columns, 20);
        rows = Math.max(rows, 4);
    }
}
