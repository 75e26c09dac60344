package io.campusfigshare.figshare.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.campusfigshare.figshare.FigshareFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The state of an upload. Its parts cover the file without gaps. */
public record Upload(Status status, List<Part> parts) {

    /** The status of an upload. */
    public enum Status {
        PENDING,
        COMPLETED,
        ABORTED
    }

    /**
     * A part of a file.
     *
     * @param start    offset of its first byte in the file
     * @param size     in bytes
     * @param complete whether the host has its bytes
     * @param locked   whether somebody is sending its bytes
     */
    public record Part(int number, long start, long size, boolean complete, boolean locked) {}

    /**
     * Reads the host's answer.
     *
     * @param size of the file, in bytes
     * @throws FigshareFailure {@code GARBLED} if the parts do not cover the file
     */
    static Upload of(JsonNode answer, long size) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : answer.path("parts")) {
            long start = part.path("startOffset").asLong(-1);
            parts.add(new Part(
                    part.path("partNo").asInt(),
                    start,
                    part.path("endOffset").asLong(-1) - start + 1,
                    part.path("status").asText().equals("COMPLETE"),
                    part.path("locked").asBoolean()));
        }
        parts.sort(Comparator.comparingLong(Part::start));
        long next = 0;
        for (Part part : parts) {
            if (part.start() != next || part.size() < 1 || part.number() < 1) {
                throw FigshareFailure.garbled(null);
            }
            next += part.size();
        }
        if (next != size) {
            throw FigshareFailure.garbled(null);
        }
        return new Upload(status(answer), List.copyOf(parts));
    }

    private static Status status(JsonNode answer) {
        try {
            return Status.valueOf(answer.path("status").asText());
        } catch (IllegalArgumentException unknown) {
            throw FigshareFailure.garbled(unknown);
        }
    }
}
