package io.campusfigshare.sandbox.http;

import java.util.List;

/** A place in a list by number: either page and page_size, or limit and offset. */
public record Page(long start, int size) {

    static final int MAX_SIZE = 1000;

    private static final int DEFAULT_SIZE = 10;
    private static final int MAX_PAGE = 5000;
    private static final int MAX_OFFSET = 5000;
    private static final int MAX_DEPTH = 9000;

    public static Page of(Params params) {
        boolean paged = params.has("page") || params.has("page_size");
        boolean offset = params.has("limit") || params.has("offset");
        if (paged && offset) {
            throw Rejection.invalid("Use either page and page_size or limit and offset");
        }
        if (paged) {
            int size = size(params, "page_size", DEFAULT_SIZE);
            return new Page((params.number("page", 1, 1, MAX_PAGE) - 1) * size, size).checkDepth();
        }
        int limit = size(params, "limit", DEFAULT_SIZE);
        long start = params.number("offset", 0, 0, Long.MAX_VALUE);
        if (start > MAX_OFFSET) {
            throw Rejection.tooDeep();
        }
        return new Page(start, limit).checkDepth();
    }

    /** The page of the same number, of another size. */
    public Page withSize(int other) {
        return new Page(start / size * other, other);
    }

    public static int size(Params params, String name, int defaultValue) {
        return (int) params.number(name, defaultValue, 1, MAX_SIZE);
    }

    public <T> List<T> slice(List<T> all) {
        return all.stream().skip(start).limit(size).toList();
    }

    private Page checkDepth() {
        if (start + size > MAX_DEPTH) {
            throw Rejection.tooDeep();
        }
        return this;
    }
}
