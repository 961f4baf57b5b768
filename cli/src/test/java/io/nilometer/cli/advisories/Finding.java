package io.nilometer.cli.advisories;

/** A hole in something that is handed out. */
public record Finding(Archive archive, Library library, Advisory advisory) {

    @Override
    public String toString() {
        String where = library.equals(archive.library()) ? "" : " inside " + archive.library();
        return library + where + " is affected by " + advisory.id() + " " + advisory.affected() + ": "
                + advisory.what();
    }
}
