package io.nilometer.cli.live;

/** Shares the lines of the screen among tables, fairly. */
final class Heights {

    private Heights() {}

    /**
     * What nobody needs goes to those who do, line by line; nobody gets more than one line more than another who wants more
     * as well. With fewer lines than tables the last ones get none.
     *
     * @param wanted lines of each
     */
    static int[] share(int lines, int[] wanted) {
        int[] given = new int[wanted.length];
        int left = lines;
        boolean any = true;
        while (left > 0 && any) {
            any = false;
            for (int i = 0; i < wanted.length && left > 0; i++) {
                if (given[i] < wanted[i]) {
                    given[i]++;
                    left--;
                    any = true;
                }
            }
        }
        return given;
    }
}
