package io.campusfigshare.catalogue.item;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campusfigshare.CampusConfig;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareConfig;
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
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Items as Figshare tells them, made whole: what is not in the catalogue, and what goes into it. */
@Singleton
public class Articles {

    /** What the detail shows of the files at most (FACTS 4.5); that many may mean more. */
    private static final int FILES_IN_DETAIL = 10;

    private static final int FILES_A_PAGE = 1_000;
    private static final int LISTED_AT_ONCE = 1_000;
    private static final int MOST_FILE_PAGES = 10;

    /** How many are looked through for a file; each costs a call. */
    private static final int EARLIER_VERSIONS = 5;

    private final ArticleClient client;
    private final FigshareApi figshare;
    private final FigshareJson json;
    private final String base;
    private final String api;
    private final @Nullable Long institution;

    Articles(
            @RestClient ArticleClient client,
            FigshareApi figshare,
            FigshareJson json,
            FigshareConfig upstream,
            CampusConfig campus) {
        this.client = client;
        this.figshare = figshare;
        this.json = json;
        this.base = CampusConfig.base(campus);
        this.api = upstream.apiUrl().replaceAll("/+$", "");
        this.institution =
                campus.institutionId().isPresent() ? campus.institutionId().getAsLong() : null;
    }

    public Uni<Item> item(long id, CallPriority lane) {
        return read(lane, "No public item has the id " + id + ".", () -> recorded(client.article(id)))
                .chain(article -> whole(article, "", lane, page -> client.files(id, page, FILES_A_PAGE)));
    }

    public Uni<Item> version(long id, int version, CallPriority lane) {
        String absent = "Item " + id + " has no public version " + version + ".";
        return read(lane, absent, () -> recorded(client.version(id, version)))
                .chain(article -> whole(
                        article,
                        "/versions/" + version,
                        lane,
                        page -> client.versionFiles(id, version, page, FILES_A_PAGE)));
    }

    /** The numbers of its public versions, the oldest first. */
    public Uni<List<Integer>> versions(long id, CallPriority lane) {
        return read(lane, "No public item has the id " + id + ".", () -> client.versions(id))
                .map(Articles::numbers);
    }

    /** All files of the latest version. */
    public Uni<List<ItemFile>> files(long id, CallPriority lane) {
        IntFunction<Uni<List<Article.File>>> pages = page -> client.files(id, page, FILES_A_PAGE);
        return allFiles(1, lane, pages, "No public item has the id " + id + ".")
                .map(files -> files.stream()
                        .map(file -> file.toFile(url(id) + "/files/" + file.id()))
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Where a program can fetch the file: the address in the record answers scripts with a challenge (FACTS 4.4). */
    public Uni<String> download(long id, long fileId, CallPriority lane) {
        return figshare.read(lane, () -> client.file(id, fileId))
                .onFailure(Articles::isAbsence)
                .recoverWithUni(() -> earlierFile(id, fileId, lane))
                .map(file -> {
                    String elsewhere = SafeLinks.web(file.downloadUrl());
                    return file.linkOnly() && elsewhere != null ? elsewhere : download(fileId);
                });
    }

    /** The same for a file that is known to be there and not to lie elsewhere. */
    public String download(long fileId) {
        return api + "/file/download/" + fileId;
    }

    /** Figshare finds a file by number in the latest version only; one of an earlier version must be looked for. */
    private Uni<Article.File> earlierFile(long id, long fileId, CallPriority lane) {
        String absent = "Item " + id + " has no public file " + fileId + ".";
        return read(lane, absent, () -> client.versions(id)).chain(versions -> {
            List<Integer> earlier = numbers(versions);
            return newestWith(
                            fileId,
                            id,
                            earlier.subList(
                                    Math.max(0, earlier.size() - 1 - EARLIER_VERSIONS),
                                    Math.max(0, earlier.size() - 1)),
                            lane)
                    .map(found -> found.orElseThrow(() -> absent(absent)));
        });
    }

    private Uni<Optional<Article.File>> newestWith(long fileId, long id, List<Integer> versions, CallPriority lane) {
        if (versions.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        int newest = versions.getLast();
        return allFiles(1, lane, page -> client.versionFiles(id, newest, page, FILES_A_PAGE), "")
                .onFailure(Articles::isAbsence)
                .recoverWithItem(List.of())
                .map(files -> files.stream()
                        .filter(file -> Objects.equals(file.id(), fileId))
                        .findFirst())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found)
                        : newestWith(fileId, id, versions.subList(0, versions.size() - 1), lane));
    }

    /** By any DOI of the item: the one for all versions, or one version's, which answers that version. */
    public Uni<Item> withDoi(Doi doi, CallPriority lane) {
        Integer version = doi.version();
        Long number = doi.number();
        return find(doi.text(), doi, lane)
                .chain(found -> found.isPresent() || version == null
                        ? Uni.createFrom().item(found)
                        : find(doi.base(), doi, lane))
                .chain(found ->
                        found.isPresent() || number == null ? Uni.createFrom().item(found) : confirm(number, doi, lane))
                .map(found -> found.orElseThrow(() -> absent("No public item has the DOI " + doi.text() + ".")))
                .chain(id -> version == null ? item(id, lane) : version(id, version, lane));
    }

    /** One page of Figshare's own search, whose entries are less than whole items. */
    public Uni<List<Item>> search(ItemQuery query, CallPriority lane) {
        return figshare.read(lane, () -> client.search(query.toSearch(institution)))
                .onFailure(Articles::isInvalid)
                .transform(tooDeep -> Problem.invalidParameter(
                        "page", "Figshare does not list that far, or not with these filters. Narrow the search."))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(articles -> articles.stream()
                        .filter(article -> article != null && article.id() != null)
                        .map(article -> article.toItem(base, null))
                        .toList());
    }

    /**
     * What an institution has modified since, the oldest first; all of it when {@code since} is null.
     *
     * @param page   counts from 1; not sent with a cursor
     * @param cursor where the answer before this one ended, if it said so
     */
    public Uni<ModifiedPage> modified(
            long institution, @Nullable Instant since, int page, @Nullable String cursor, CallPriority lane) {
        boolean first = cursor == null;
        return figshare.read(
                        lane,
                        () -> client.modified(
                                institution,
                                since == null
                                        ? null
                                        : since.truncatedTo(ChronoUnit.SECONDS).toString(),
                                "modified_date",
                                "asc",
                                first ? page : null,
                                first ? LISTED_AT_ONCE : null,
                                first ? null : LISTED_AT_ONCE,
                                cursor))
                .map(answer -> ModifiedPage.of(answer, LISTED_AT_ONCE, Article::modifiedDate));
    }

    private Uni<Optional<Long>> find(String text, Doi doi, CallPriority lane) {
        return figshare.read(lane, () -> client.withDoi(text))
                .map(articles -> articles.stream()
                        .filter(article -> article != null && article.id() != null && doi.names(article.doi()))
                        .map(Article::id)
                        .findFirst());
    }

    /** Figshare's filter may not know every form of a DOI (FACTS 3.2, unverified); the number in it does. */
    private Uni<Optional<Long>> confirm(long number, Doi doi, CallPriority lane) {
        return figshare.read(lane, () -> client.article(number))
                .map(article -> Optional.ofNullable(article.id()).filter(id -> doi.names(article.doi())))
                .onFailure(Articles::isAbsence)
                .recoverWithItem(Optional.empty());
    }

    /**
     * What an account has read of a record of its own, published or not, in our shape. What only that account may know is
     * not in it: its number, why something is confidential, where a file is uploaded to.
     *
     * @param record with all its files; its own are ten at most
     */
    public Item own(ObjectNode record) {
        Article article = numbered(json.read(record, Article.class));
        return article.toItem(base, shown(article));
    }

    /** The same where it is to be had at that address only, and its files below it by their names. */
    public Item own(ObjectNode record, String url) {
        Article article = numbered(json.read(record, Article.class));
        return article.toItem(
                url,
                shown(article),
                file -> url + "/files" + (file.name() == null ? "" : "/" + SafeLinks.segment(file.name())));
    }

    private static List<Article.File> shown(Article article) {
        return article.files() == null ? List.of() : article.files();
    }

    /** The article with all its files, which its detail may cut at ten or leave out. */
    private Uni<Item> whole(
            Article article, String path, CallPriority lane, IntFunction<Uni<List<Article.File>>> pages) {
        List<Article.File> shown = shown(article);
        boolean maybeMore = shown.size() >= FILES_IN_DETAIL || (article.files() == null && article.hasFiles());
        Uni<List<Article.File>> all = maybeMore
                ? allFiles(1, lane, pages, "").onFailure(Articles::isAbsence).recoverWithItem(shown)
                : Uni.createFrom().item(shown);
        // Descriptions are as long as their authors like, and parsing HTML is no work for an event loop.
        return all.emitOn(Infrastructure.getDefaultWorkerPool()).map(files -> article.toItem(base, path, files));
    }

    private Uni<List<Article.File>> allFiles(
            int page, CallPriority lane, IntFunction<Uni<List<Article.File>>> pages, String absent) {
        return read(lane, absent, () -> pages.apply(page)).chain(files -> {
            List<Article.File> found = files.stream().filter(Objects::nonNull).toList();
            if (files.size() < FILES_A_PAGE || page == MOST_FILE_PAGES) {
                return Uni.createFrom().item(found);
            }
            return allFiles(page + 1, lane, pages, absent)
                    .map(rest -> Stream.concat(found.stream(), rest.stream()).toList());
        });
    }

    private <T> Uni<T> read(CallPriority lane, String absent, Supplier<Uni<T>> call) {
        return (lane == CallPriority.SYNC ? figshare.record(call) : figshare.read(lane, call))
                .onFailure(Articles::isAbsence)
                .transform(f -> absent(absent));
    }

    private static List<Integer> numbers(List<Article.Version> versions) {
        return versions.stream()
                .filter(Objects::nonNull)
                .map(Article.Version::version)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    /** An object without a number is no record, whatever its status says. */
    private static Uni<Article> recorded(Uni<Article> answer) {
        return answer.onItem().transform(Articles::numbered);
    }

    private static Article numbered(Article article) {
        if (article.id() == null) {
            throw FigshareFailure.garbled(null);
        }
        return article;
    }

    private String url(long id) {
        return base + "/v1/items/" + id;
    }

    private static Problem absent(String detail) {
        return new Problem(ProblemType.NOT_FOUND, detail);
    }

    private static boolean isAbsence(Throwable failure) {
        return failure instanceof Problem p && p.type().status() == 404;
    }

    private static boolean isInvalid(Throwable failure) {
        return failure instanceof FigshareFailure f && f.kind() == FigshareFailure.Kind.INVALID;
    }
}
