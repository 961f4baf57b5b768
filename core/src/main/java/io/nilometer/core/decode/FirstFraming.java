package io.nilometer.core.decode;

import io.nilometer.api.LineFraming;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What several formats know of lines: a line is for the format that claims it, and else for the first that takes any. */
public final class FirstFraming implements LineFraming {

    private final List<LineFraming> all;
    private @Nullable LineFraming holder;

    public FirstFraming(List<LineFraming> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public Role role(byte[] buffer, int offset, int length) {
        LineFraming held = holder;
        holder = null;
        if (held != null) {
            Role role = held.role(buffer, offset, length);
            if (role == Role.CONTINUES || role == Role.ENDS) {
                holder = role == Role.CONTINUES ? held : null;
                return role;
            }
            held.givenUp(0);
        }
        LineFraming owner = owner(buffer, offset, length);
        if (owner == null) {
            return Role.WHOLE;
        }
        Role role = owner.role(buffer, offset, length);
        holder = role == Role.BEGINS ? owner : null;
        return role;
    }

    private @Nullable LineFraming owner(byte[] buffer, int offset, int length) {
        LineFraming other = null;
        for (LineFraming one : all) {
            if (one.claims(buffer, offset, length)) {
                return one;
            }
            if (other == null && one.takesAny()) {
                other = one;
            }
        }
        return other;
    }

    @Override
    public void givenUp(int lane) {
        holder = null;
        all.forEach(one -> one.givenUp(lane));
    }

    @Override
    public boolean hasBegun() {
        return all.stream().anyMatch(LineFraming::hasBegun);
    }

    @Override
    public void resume(byte @Nullable [] layout) {
        all.forEach(one -> one.resume(layout));
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    @Override
    public int maxLines() {
        return all.stream().mapToInt(LineFraming::maxLines).min().orElse(Integer.MAX_VALUE);
    }

    @Override
    public @Nullable String problem(byte[] layout) {
        return all.stream()
                .map(one -> one.problem(layout))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean isSeveral(byte[] buffer, int offset, int length) {
        return all.stream()
                .anyMatch(one -> one.claims(buffer, offset, length) && one.isSeveral(buffer, offset, length));
    }

    @Override
    public boolean split(byte[] buffer, int offset, int length, Consumer<Part> out) {
        return all.stream()
                .anyMatch(one -> one.claims(buffer, offset, length) && one.split(buffer, offset, length, out));
    }
}
