package io.campusfigshare.catalogue.article;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareFailure;
import io.campusfigshare.figshare.FigshareJson;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * Reads items from Figshare, complete with their files: for the catalogue, and for requests that the catalogue cannot
 * answer.
 */
@Singleton
public class Articles {

    /** The most files that an article contains (FACTS 4.5); with this many, it may have more. */
    private static final int MAX_FILES_IN_ARTICLE = 10;

    private static final int LIST_PAGE_SIZE = 1_000;

    private final ArticleClient client;
    private final ArticleFiles files;
    private final FigshareApi figshare;
    private final FigshareJson json;
    private final String base;
    private final @Nullable Long institution;

    Articles(
            @RestClient ArticleClient client,
            ArticleFiles files,
            FigshareApi figshare,
            FigshareJson json,
            CampusConfig campus) {
        this.client = client;
        this.files = files;
        this.figshare = figshare;
        this.json = json;
        this.base = CampusConfig.base(campus);
        this.institution =
                campus.institutionId().isPresent() ? campus.institutionId().getAsLong() : null;
    }

    /** Returns the latest version. Fails with 404 if there is no such public item. */
    public Uni<Item> item(long id, CallPriority priority) {
        return read(priority, "No public item has the id " + id + ".", () -> requireId(client.article(id)))
                .chain(article ->
                        complete(article, "", priority, page -> client.files(id, page, ArticleFiles.PAGE_SIZE)));
    }

    /** Returns a version. Fails with 404 if it does not exist. */
    public Uni<Item> version(long id, int version, CallPriority priority) {
        String absent = "Item " + id + " has no public version " + version + ".";
        return read(priority, absent, () -> requireId(client.version(id, version)))
                .chain(article -> complete(
                        article,
                        "/versions/" + version,
                        priority,
                        page -> client.versionFiles(id, version, page, ArticleFiles.PAGE_SIZE)));
    }

    /** Returns the numbers of the public versions, the oldest first. */
    public Uni<List<Integer>> versions(long id, CallPriority priority) {
        return read(priority, "No public item has the id " + id + ".", () -> client.versions(id))
                .map(Articles::numbers);
    }

    /**
     * Returns the item with this DOI: the latest version for the DOI of all versions, otherwise the version that the
     * DOI names. Fails with 404 if there is none.
     */
    public Uni<Item> byDoi(Doi doi, CallPriority priority) {
        Integer version = doi.version();
        Long number = doi.number();
        return findByDoi(doi.text(), doi, priority)
                .chain(found -> found.isPresent() || version == null
                        ? Uni.createFrom().item(found)
                        : findByDoi(doi.base(), doi, priority))
                .chain(found -> found.isPresent() || number == null
                        ? Uni.createFrom().item(found)
                        : findByNumber(number, doi, priority))
                .map(found -> found.orElseThrow(() -> notFound("No public item has the DOI " + doi.text() + ".")))
                .chain(id -> version == null ? item(id, priority) : version(id, version, priority));
    }

    /** Returns one page of Figshare's search. Its items do not have all fields. */
    public Uni<List<Item>> search(ItemQuery query, CallPriority priority) {
        return figshare.read(priority, () -> client.search(ArticleSearch.of(query, institution)))
                .onFailure(Articles::isInvalid)
                .transform(tooDeep -> Problem.invalidParameter(
                        "page", "is beyond what Figshare lists for these filters: narrow the search."))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(articles -> articles.stream()
                        .filter(article -> article != null && article.id() != null)
                        .map(article -> article.toItem(base, null))
                        .toList());
    }

    /**
     * Returns the items of an institution that were modified since then, in ascending order of modification; all items
     * if {@code since} is null.
     *
     * @param page   from 1; not sent with a cursor
     * @param cursor the cursor of the previous page; null if Figshare sent none
     */
    public Uni<ModifiedPage> modified(
            long institution, @Nullable Instant since, int page, @Nullable String cursor, CallPriority priority) {
        boolean first = cursor == null;
        return figshare.read(
                        priority,
                        () -> client.modified(
                                institution,
                                since == null
                                        ? null
                                        : since.truncatedTo(ChronoUnit.SECONDS).toString(),
                                "modified_date",
                                "asc",
                                first ? page : null,
                                first ? LIST_PAGE_SIZE : null,
                                first ? null : LIST_PAGE_SIZE,
                                cursor))
                .map(answer -> ModifiedPage.of(answer, LIST_PAGE_SIZE, Article::modifiedDate));
    }

    private Uni<Optional<Long>> findByDoi(String text, Doi doi, CallPriority priority) {
        return figshare.read(priority, () -> client.withDoi(text))
                .map(articles -> articles.stream()
                        .filter(article -> article != null && article.id() != null && doi.names(article.doi()))
                        .map(Article::id)
                        .findFirst());
    }

    /**
     * Looks the item up by the number in the DOI and compares its DOI. Figshare's filter may not know every form of a
     * DOI (FACTS 3.2, unverified).
     */
    private Uni<Optional<Long>> findByNumber(long number, Doi doi, CallPriority priority) {
        return figshare.read(priority, () -> client.article(number))
                .map(article -> Optional.ofNullable(article.id()).filter(id -> doi.names(article.doi())))
                .onFailure(Articles::isAbsence)
                .recoverWithItem(Optional.empty());
    }

    /**
     * Converts a record that an account has read as its owner, published or not. Leaves out what only the owner may
     * know: the number of the account, the reason for confidentiality and the upload URLs of files.
     *
     * @param record the record with all its files; Figshare's response contains ten files at most
     */
    public Item ownRecord(ObjectNode record) {
        Article article = requireId(json.read(record, Article.class));
        return article.toItem(base, files(article));
    }

    /** Converts a record that is available at this URL only, with its files below it by name. */
    public Item ownRecord(ObjectNode record, String url) {
        Article article = requireId(json.read(record, Article.class));
        return article.toItem(
                url,
                files(article),
                file -> url + "/files" + (file.name() == null ? "" : "/" + SafeLinks.segment(file.name())));
    }

    /** Converts a record that is described at this URL only, as its files are. */
    public Item ownRecordAt(ObjectNode record, String url) {
        Article article = requireId(json.read(record, Article.class));
        return article.toItem(url, files(article), file -> url);
    }

    private static List<ArticleFile> files(Article article) {
        return article.files() == null ? List.of() : article.files();
    }

    /** Converts an article with all its files; Figshare's response contains ten at most, or none. */
    private Uni<Item> complete(
            Article article, String path, CallPriority priority, IntFunction<Uni<List<ArticleFile>>> pages) {
        List<ArticleFile> shown = files(article);
        boolean mayHaveMore = shown.size() >= MAX_FILES_IN_ARTICLE || (article.files() == null && article.hasFiles());
        Uni<List<ArticleFile>> all = mayHaveMore
                ? files.all(1, priority, pages, "")
                        .onFailure(Articles::isAbsence)
                        .recoverWithItem(shown)
                : Uni.createFrom().item(shown);
        // Parsing the HTML of a long description would block the event loop.
        return all.emitOn(Infrastructure.getDefaultWorkerPool()).map(found -> article.toItem(base, path, found));
    }

    private <T> Uni<T> read(CallPriority priority, String absent, Supplier<Uni<T>> call) {
        return read(figshare, priority, absent, call);
    }

    /**
     * Calls Figshare.
     *
     * @param absent the detail of the problem if Figshare answers 404
     */
    static <T> Uni<T> read(FigshareApi figshare, CallPriority priority, String absent, Supplier<Uni<T>> call) {
        return (priority == CallPriority.SYNC ? figshare.readRecord(call) : figshare.read(priority, call))
                .onFailure(Articles::isAbsence)
                .transform(f -> notFound(absent));
    }

    static List<Integer> numbers(List<ArticleVersion> versions) {
        return versions.stream()
                .filter(Objects::nonNull)
                .map(ArticleVersion::version)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    /** Fails if the response has no id: then it is not a record, whatever its status. */
    private static Uni<Article> requireId(Uni<Article> answer) {
        return answer.onItem().transform(Articles::requireId);
    }

    private static Article requireId(Article article) {
        if (article.id() == null) {
            throw FigshareFailure.garbled(null);
        }
        return article;
    }

    static Problem notFound(String detail) {
        return new Problem(ProblemType.NOT_FOUND, detail);
    }

    static boolean isAbsence(Throwable failure) {
        return failure instanceof Problem p && p.type().status() == 404;
    }

    private static boolean isInvalid(Throwable failure) {
        return failure instanceof FigshareFailure f && f.kind() == FigshareFailure.Kind.INVALID;
    }
}
