package io.campusfigshare.sandbox.http;

import java.util.List;

/** A page of a list, given either by page and page_size or by limit and offset. */
public record Page(long start, int size) {

    static final int MAX_SIZE = 1000;

    private static final int DEFAULT_SIZE = 10;
    private static final int MAX_PAGE = 5000;
    private static final int MAX_OFFSET = 5000;
    private static final int MAX_DEPTH = 9000;

    /** Reads the page of a request; throws a rejection with status 422 if it is invalid or too deep. */
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

    /** Returns the page with the same number and another size. */
    public Page withSize(int newSize) {
        return new Page(start / size * newSize, newSize);
    }

    /** Returns the requested size, 1 to 1000; throws a rejection with status 422 if it is out of bounds. */
    public static int size(Params params, String name, int defaultValue) {
        return (int) params.number(name, defaultValue, 1, MAX_SIZE);
    }

    /** Returns the entries of this page. */
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
