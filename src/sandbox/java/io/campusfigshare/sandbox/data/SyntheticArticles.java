package io.campusfigshare.sandbox.data;

import io.campusfigshare.sandbox.data.Item.Institution;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.AbstractList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Generates articles, up to hundreds of thousands. Each is a function of its id, and its record is generated whenever
 * it is read, because that many records would not fit in memory.
 */
final class SyntheticArticles {

    private static final int OTHER_AUTHORS = 6_000;
    private static final long FIRST_AUTHOR_ID = 5_000_001;
    private static final int FIRST_ORCID = 1_000_000;
    private static final LocalDateTime FIRST_DAY = LocalDateTime.of(2015, 1, 1, 0, 0);
    private static final int DATE_RANGE_MINUTES = 4_300 * 24 * 60;

    private final JsonObject defaults = SeededArticles.defaults();
    private final List<JsonObject> types = Seeds.list("item-types");
    private final List<JsonObject> licenses = Seeds.list("licenses");
    private final List<JsonObject> groups = Seeds.list("groups");
    private final List<JsonObject> accounts = Seeds.list("accounts");
    private final List<JsonObject> categories = Westmark.byId("categories").values().stream()
            .sorted((one, other) -> Long.compare(one.getLong("id"), other.getLong("id")))
            .toList();
    private final List<String> words;
    private final List<String> firstNames;
    private final List<String> lastNames;

    SyntheticArticles() {
        JsonObject vocabulary = Seeds.object("vocabulary");
        words = texts(vocabulary, "words");
        firstNames = texts(vocabulary, "first_names");
        lastNames = texts(vocabulary, "last_names");
    }

    /** Returns the item with this id and the JSON merged into its record. */
    Item item(long id, Instant modified, JsonObject merge) {
        Outline outline = outline(id, modified, new SplittableRandom(id));
        Facets facets = Facets.of(outline.json().mergeIn(merge), 0);
        return new Item(id, Institution.WESTMARK, facets, new LazyVersions(id, modified, merge));
    }

    /** The part of an item that lists filter and order by. */
    private record Outline(long id, Instant modified, JsonObject type, long group, LocalDateTime posted) {

        String doi() {
            return "10.99999/westmark." + id + ".v1";
        }

        JsonObject json() {
            JsonObject json = new JsonObject()
                    .put("id", id)
                    .put("doi", doi())
                    .put("handle", "")
                    .put("group_id", group)
                    .put("defined_type", type.getInteger("id"))
                    .put("resource_doi", "");
            Westmark.dates(json, posted, posted);
            return json.put("modified_date", modified.toString());
        }
    }

    private final class LazyVersions extends AbstractList<JsonObject> {

        private final long id;
        private final Instant modified;
        private final JsonObject merge;

        private LazyVersions(long id, Instant modified, JsonObject merge) {
            this.id = id;
            this.modified = modified;
            this.merge = merge;
        }

        @Override
        public JsonObject get(int index) {
            Objects.checkIndex(index, 1);
            return record(id, modified, new SplittableRandom(id)).mergeIn(merge);
        }

        @Override
        public int size() {
            return 1;
        }
    }

    private Outline outline(long id, Instant modified, SplittableRandom random) {
        JsonObject type = pick(types, random);
        long group = pick(groups, random).getLong("id");
        return new Outline(id, modified, type, group, FIRST_DAY.plusMinutes(random.nextInt(DATE_RANGE_MINUTES)));
    }

    private JsonObject record(long id, Instant modified, SplittableRandom random) {
        Outline outline = outline(id, modified, random);
        JsonObject type = outline.type();
        String title = title(random);
        JsonArray authors = authors(random);
        JsonArray tags =
                new JsonArray(words(3 + random.nextInt(3), random).distinct().toList());
        JsonObject record = defaults.copy()
                .mergeIn(outline.json())
                .put("title", title)
                .put("description", "<p>" + title + ". " + sentences(random) + "</p>")
                .put("authors", authors)
                .put("citation", Westmark.citation(authors, outline.posted(), title, type, outline.doi()))
                .put("tags", tags)
                .put("keywords", tags.copy())
                .put("categories", new JsonArray().add(pick(categories, random)))
                .put("license", pick(licenses, random))
                .put("defined_type_name", type.getString("name"))
                .put("resource_title", "");
        Westmark.links(record, id, type, title);
        files(record, id, random);
        return record;
    }

    private String title(SplittableRandom random) {
        List<String> chosen = words(5, random).toList();
        return capitalize(chosen.get(0)) + " and " + chosen.get(1) + " of " + chosen.get(2) + ": " + chosen.get(3)
                + " under " + chosen.get(4);
    }

    private String sentences(SplittableRandom random) {
        return IntStream.range(0, 4)
                .mapToObj(n -> capitalize(words(9, random).collect(Collectors.joining(" "))) + ".")
                .collect(Collectors.joining(" "));
    }

    // One item in twenty has an author with an account. Each of the other authors has about forty of 100,000 items.
    private JsonArray authors(SplittableRandom random) {
        Stream<JsonObject> accountHolders =
                random.nextInt(20) == 0 ? Stream.of(Westmark.author(pick(accounts, random))) : Stream.empty();
        Stream<JsonObject> others =
                random.ints(1 + random.nextInt(4), 0, OTHER_AUTHORS).distinct().mapToObj(this::otherAuthor);
        return new JsonArray(Stream.concat(accountHolders, others).toList());
    }

    // Every fourth author is inactive and has no ORCID iD.
    private JsonObject otherAuthor(int person) {
        boolean active = person % 4 != 3;
        return SeededArticles.author(
                FIRST_AUTHOR_ID + person,
                firstNames.get(person % firstNames.size()),
                lastNames.get(person / firstNames.size()),
                active ? orcid(FIRST_ORCID + person) : "",
                active);
    }

    // The check digit follows ISO 7064 MOD 11-2.
    private static String orcid(int number) {
        String digits = "00090099" + number;
        int total = 0;
        for (int i = 0; i < digits.length(); i++) {
            total = (total + Character.digit(digits.charAt(i), 10)) * 2;
        }
        int check = (12 - total % 11) % 11;
        String whole = digits + (check == 10 ? "X" : check);
        return String.join(
                "-", whole.substring(0, 4), whole.substring(4, 8), whole.substring(8, 12), whole.substring(12));
    }

    private static void files(JsonObject record, long id, SplittableRandom random) {
        int count = 1 + random.nextInt(3);
        for (int k = 0; k < count; k++) {
            String name = "part-" + (k + 1) + ".csv";
            JsonObject file =
                    SeededArticles.file(SandboxData.firstFileId(id) + k, name, "text/csv", 100 + random.nextInt(900));
            FileContent.fillMd5(file);
            SeededArticles.addFile(record, file);
        }
    }

    private Stream<String> words(int count, SplittableRandom random) {
        return random.ints(count, 0, words.size()).mapToObj(words::get);
    }

    private static <T> T pick(List<T> all, SplittableRandom random) {
        return all.get(random.nextInt(all.size()));
    }

    private static String capitalize(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static List<String> texts(JsonObject vocabulary, String key) {
        return vocabulary.getJsonArray(key).stream().map(String::valueOf).toList();
    }
}
