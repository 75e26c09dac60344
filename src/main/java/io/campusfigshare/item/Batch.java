package io.campusfigshare.item;

import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.ItemListParameters;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.problem.Problem;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request for several items by id and DOI.
 *
 * @param names the items, each once, in the order of the request
 * @param query the fields and the format of the answer
 */
record Batch(Collection<Name> names, ItemQuery query) {

    /** The parameters that name items. */
    private static final Set<String> NAMING = Set.of("id", "doi");

    private static final int MAX_NAMES = 100;

    /** The other parameters that a batch allows. */
    private static final Set<String> COMBINABLE = Set.of("fields", "format", "style", "locale");

    /**
     * The id or DOI of one item in the request.
     *
     * @param parameter id or doi
     * @param text      the value as it was sent
     * @param id        0 for a DOI
     * @param doi       null for an id
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

        /** Returns the same text for two names of the same item. */
        private String identity() {
            return doi == null ? Long.toString(id) : doi.text();
        }
    }

    /**
     * Reads a request that names items.
     *
     * @param sent       the raw query string, the only source of the order of ids and DOIs together
     * @param parameters the same query, parsed; a batch allows only fields of it
     * @param catalogue  whether there is a catalogue
     * @param form       the parameters that name the format of the answer; empty for JSON
     */
    static Batch of(String sent, ItemListParameters parameters, boolean catalogue, SortedMap<String, String> form) {
        List<Map.Entry<String, String>> sentNames = new ArrayList<>();
        for (String pair : sent.split("&", -1)) {
            int equals = pair.indexOf('=');
            String parameter = decoded(pair.substring(0, Math.max(equals, 0)));
            if (NAMING.contains(parameter)) {
                sentNames.add(Map.entry(parameter, decoded(pair.substring(equals + 1))));
            } else if (!parameter.isEmpty() && !COMBINABLE.contains(parameter)) {
                throw Problem.invalidParameter(
                        parameter,
                        "cannot be combined with id and doi, which name all items of the answer. Leave it out, or search"
                                + " without id and doi.");
            }
        }
        if (sentNames.size() > MAX_NAMES) {
            throw Problem.invalidParameter(
                    "id and doi",
                    "one request may name " + MAX_NAMES + " items, and this one names " + sentNames.size()
                            + ". Ask for them in several requests.");
        }
        Map<String, Name> names = new LinkedHashMap<>();
        for (var sentName : sentNames) {
            Name name = Name.of(sentName.getKey(), sentName.getValue());
            names.putIfAbsent(name.identity(), name);
        }
        return new Batch(names.values(), parameters.query(catalogue, form, MAX_NAMES));
    }

    /**
     * Returns the cache key. It starts with a space, which no raw query can hold, so that no other query has the same
     * key.
     */
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
