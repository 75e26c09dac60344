package io.campusfigshare.harvest.oai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campusfigshare.catalogue.database.Database;
import io.campusfigshare.catalogue.directory.Vocabularies;
import io.campusfigshare.figshare.ItemType;
import io.campusfigshare.figshare.guard.CallPriority;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sets (OAI-PMH 2.0, section 2.6). Item types and categories have the same names as in Figshare's own OAI-PMH, so
 * that clients that harvested there can keep them (FACTS section 6):
 *
 * <ul>
 *   <li>{@code item_type_3}: Figshare's number of the item type
 *   <li>{@code category_13}: Figshare's number of the category
 *   <li>{@code collection_2100001}: Figshare's number of the collection
 *   <li>{@code department_4200:4202:4205}: the numbers of the department's ancestors and of the department
 *   <li>{@code openaire}: literature for OpenAIRE (Guidelines for Literature Repositories 3.0)
 *   <li>{@code openaire_data}: research data for OpenAIRE (Guidelines for Data Archives 2.0)
 * </ul>
 */
@Singleton
class Sets {

    private static final String TYPE = "item_type_";
    private static final String CATEGORY = "category_";
    private static final String COLLECTION = "collection_";
    private static final String LITERATURE = "openaire";
    private static final String DATA = "openaire_data";

    private static final Set<ItemType> LITERATURE_TYPES = EnumSet.of(
            ItemType.JOURNAL_CONTRIBUTION,
            ItemType.PREPRINT,
            ItemType.CONFERENCE_CONTRIBUTION,
            ItemType.POSTER,
            ItemType.PRESENTATION,
            ItemType.BOOK,
            ItemType.MONOGRAPH,
            ItemType.CHAPTER,
            ItemType.PEER_REVIEW,
            ItemType.REPORT,
            ItemType.THESIS);

    private static final Set<ItemType> DATA_TYPES = EnumSet.of(
            ItemType.DATASET,
            ItemType.FIGURE,
            ItemType.MEDIA,
            ItemType.SOFTWARE,
            ItemType.WORKFLOW,
            ItemType.MODEL,
            ItemType.PHYSICAL_OBJECT);

    /** OpenAIRE's condition for literature: it is open access or has a funder. */
    static final String OPEN_OR_FUNDED = "(i.access is not distinct from 'open' or i.funders <> '{}')";

    private static final Pattern NUMBERED = Pattern.compile("([a-z_]+_)([1-9][0-9]{0,17})");

    private final Database database;
    private final Vocabularies vocabularies;
    private final ObjectMapper json;

    Sets(Database database, Vocabularies vocabularies, ObjectMapper json) {
        this.database = database;
        this.vocabularies = vocabularies;
        this.json = json;
    }

    /** A set in the answer to ListSets. */
    record NamedSet(String spec, String name) {}

    /** The SQL condition for the records of a set; {@code %s} is the place of its parameter. */
    record Condition(String sql, Object value) {}

    /** Returns all sets that have or had a record, and all departments, so that their tree is complete. */
    List<NamedSet> all() {
        List<NamedSet> all = new ArrayList<>();
        Map<Long, DepartmentTree.Department> departments = departments();
        DepartmentTree.of(departments)
                .specs()
                .forEach((id, spec) -> all.add(new NamedSet(
                        spec, Objects.requireNonNull(departments.get(id)).name())));
        all.sort(Comparator.comparing(NamedSet::spec));
        for (Row row : query("select distinct type from item where type is not null order by type")) {
            String type = row.getString("type");
            typeSpec(type).ifPresent(spec -> all.add(new NamedSet(spec, type)));
        }
        if (hasRecords(literature())) {
            all.add(new NamedSet(LITERATURE, "OpenAIRE"));
        }
        if (hasRecords(data())) {
            all.add(new NamedSet(DATA, "OpenAIRE: research data"));
        }
        Map<Long, String> titles = vocabularies.categories(CallPriority.READ).await().indefinitely().stream()
                .filter(category -> category.id() != null && category.title() != null)
                .collect(Collectors.toMap(
                        Vocabularies.Category::id, Vocabularies.Category::title, (one, another) -> one));
        for (Row row : query("select distinct unnest(categories) as id from harvest order by id")) {
            long id = row.getLong("id");
            all.add(new NamedSet(CATEGORY + id, titles.getOrDefault(id, "Category " + id)));
        }
        for (Row row : query("select id, body from container where kind = 'collection' order by id")) {
            all.add(new NamedSet(COLLECTION + row.getLong("id"), title(row)));
        }
        return all;
    }

    DepartmentTree tree() {
        return DepartmentTree.of(departments());
    }

    /** Returns the sets of a record from the columns of its row. */
    static List<String> specsOf(Row row, DepartmentTree tree) {
        List<String> specs = new ArrayList<>();
        Long department = row.getLong("department");
        String departmentSpec = department == null ? null : tree.specs().get(department);
        if (departmentSpec != null) {
            specs.add(departmentSpec);
        }
        String type = row.getString("type");
        if (type != null) {
            typeSpec(type).ifPresent(specs::add);
            ItemType.named(type).ifPresent(known -> {
                if (LITERATURE_TYPES.contains(known) && row.getBoolean("open_or_funded")) {
                    specs.add(LITERATURE);
                } else if (DATA_TYPES.contains(known)) {
                    specs.add(DATA);
                }
            });
        }
        for (Long category : row.getArrayOfLongs("categories")) {
            specs.add(CATEGORY + category);
        }
        for (Long collection : row.getArrayOfLongs("collections")) {
            specs.add(COLLECTION + collection);
        }
        return specs;
    }

    /** Returns the condition for the set's records; empty if the set does not exist. */
    static Optional<Condition> condition(String spec, DepartmentTree tree) {
        Long[] departments = tree.within(spec);
        if (departments.length > 0) {
            return Optional.of(new Condition("i.department = any (%s::bigint[])", departments));
        }
        if (spec.equals(LITERATURE)) {
            return Optional.of(literature());
        }
        if (spec.equals(DATA)) {
            return Optional.of(data());
        }
        Matcher numbered = NUMBERED.matcher(spec);
        if (!numbered.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(numbered.group(2));
        return switch (numbered.group(1)) {
            case TYPE -> ItemType.numbered(number).map(type -> new Condition("i.type = %s::text", type.text()));
            case CATEGORY -> Optional.of(new Condition("h.categories @> array[%s::bigint]", number));
            case COLLECTION ->
                Optional.of(new Condition(
                        "h.item = any (array(select unnest(members) from container where kind = 'collection' and id = %s::bigint))",
                        number));
            default -> Optional.empty();
        };
    }

    private static Condition literature() {
        return new Condition("i.type = any (%s::text[]) and " + OPEN_OR_FUNDED, texts(LITERATURE_TYPES));
    }

    private static Condition data() {
        return new Condition("i.type = any (%s::text[])", texts(DATA_TYPES));
    }

    private static String[] texts(Set<ItemType> types) {
        return types.stream().map(ItemType::text).toArray(String[]::new);
    }

    private boolean hasRecords(Condition condition) {
        return database.query(
                        "select exists (select from harvest h join item i on i.id = h.item where "
                                + condition.sql().formatted("$1") + ") as any",
                        Tuple.of(condition.value()))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getBoolean("any");
    }

    private static Optional<String> typeSpec(String type) {
        return ItemType.named(type).map(known -> TYPE + known.number());
    }

    private Map<Long, DepartmentTree.Department> departments() {
        Map<Long, DepartmentTree.Department> departments = new HashMap<>();
        for (Row row : query("select id, parent, name from department")) {
            departments.put(
                    row.getLong("id"),
                    new DepartmentTree.Department(row.getLong("id"), row.getLong("parent"), row.getString("name")));
        }
        return departments;
    }

    private String title(Row row) {
        try {
            return json.readTree(row.getString("body")).path("title").asText("Collection " + row.getLong("id"));
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private RowSet<Row> query(String sql) {
        return database.query(sql, Tuple.tuple()).await().indefinitely();
    }
}
