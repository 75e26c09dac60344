package io.campusfigshare.item;

import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.problem.Problem;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Several items that are asked for by their numbers and DOIs.
 *
 * @param names each once, in the order in which they were asked for
 * @param query how they are to be answered
 */
record Batch(Collection<Name> names, ItemQuery query) {

    /** What the parameters are called that name items. */
    private static final Set<String> NAMING = Set.of("id", "doi");

    private static final int MOST = 100;

    /** What may stand beside the names. */
    private static final Set<String> BESIDE = Set.of("fields", "format", "style", "locale");

    /**
     * What one item was asked for by.
     *
     * @param parameter id or doi
     * @param text      as it was sent
     * @param id        0 where it is a DOI
     */
    record Name(
            String parameter,
            String text,
            long id,
            @Nullable Doi doi) {

        private static Name of(String parameter, String text) {
            if (parameter.equals("doi")) {
                return new Name(parameter, text, 0, Doi.of(text));
            }
            if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) == 0) {
                throw Problem.invalidParameter(parameter, "must be a whole number above 0.");
            }
            return new Name(parameter, text, Long.parseLong(text), null);
        }

        /** The same for whatever names the same. */
        private String meaning() {
            return doi == null ? Long.toString(id) : doi.text();
        }
    }

    /**
     * Reads the parameters of a request that names items.
     *
     * @param sent      the query as it was sent, which alone tells the order of numbers and DOIs together
     * @param catalogue whether there is one
     * @param form      how the list is to be written
     */
    static Batch of(
            String sent, MultivaluedMap<String, String> parameters, boolean catalogue, SortedMap<String, String> form) {
        int count = 0;
        var beside = new MultivaluedHashMap<String, String>();
        for (var parameter : parameters.entrySet()) {
            if (NAMING.contains(parameter.getKey())) {
                count += parameter.getValue().size();
            } else if (BESIDE.contains(parameter.getKey())) {
                beside.put(parameter.getKey(), parameter.getValue());
            } else {
                throw Problem.invalidParameter(
                        parameter.getKey(),
                        "does not go with id and doi, which name all that is answered. Leave it out, or search without them.");
            }
        }
        if (count > MOST) {
            throw Problem.invalidParameter(
                    "id and doi",
                    "one request may name " + MOST + " items, and this one names " + count
                            + ". Ask for them in several requests.");
        }
        Map<String, Name> names = new LinkedHashMap<>();
        for (String pair : sent.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(pair.substring(0, Math.max(equals, 0)));
            if (NAMING.contains(name)) {
                Name named = Name.of(name, decoded(pair.substring(equals + 1)));
                names.putIfAbsent(named.meaning(), named);
            }
        }
        return new Batch(names.values(), ItemQuery.of(beside, catalogue, form, MOST));
    }

    /** The one way to write it. Nobody can send a space there, so that no other query has the same key. */
    String key() {
        String canonical = query.canonical();
        return names.stream()
                        .map(name -> name.parameter() + "=" + URLEncoder.encode(name.text(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "? ", ""))
                + (canonical.isEmpty() ? "" : "&" + canonical);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
