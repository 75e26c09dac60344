package io.campusfigshare.catalogue.article;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.item.ItemFile;
import io.campusfigshare.catalogue.item.SafeLinks;
import io.campusfigshare.figshare.FigshareApi;
import io.campusfigshare.figshare.FigshareConfig;
import io.campusfigshare.figshare.guard.CallPriority;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Reads the files of items from Figshare. */
@Singleton
public class ArticleFiles {

    static final int PAGE_SIZE = 1_000;
    private static final int MAX_PAGES = 10;

    /** The number of earlier versions in which a file is looked for; each costs a call. */
    private static final int MAX_EARLIER_VERSIONS = 5;

    private final ArticleClient client;
    private final FigshareApi figshare;
    private final String base;
    private final String api;

    ArticleFiles(@RestClient ArticleClient client, FigshareApi figshare, FigshareConfig upstream, CampusConfig campus) {
        this.client = client;
        this.figshare = figshare;
        this.base = CampusConfig.base(campus);
        this.api = upstream.apiUrl().replaceAll("/+$", "");
    }

    /** Returns all files of the latest version. Fails with 404 if there is no such public item. */
    public Uni<List<ItemFile>> files(long id, CallPriority priority) {
        IntFunction<Uni<List<ArticleFile>>> pages = page -> client.files(id, page, PAGE_SIZE);
        return all(1, priority, pages, "No public item has the id " + id + ".")
                .map(files -> files.stream()
                        .map(file -> file.toFile(base + "/v1/items/" + id + "/files/" + file.id()))
                        .filter(Objects::nonNull)
                        .toList());
    }

    /**
     * Returns the URL from which a program can download a file. The URL in the record does not work for that: it
     * answers scripts with a challenge (FACTS 4.4). Fails with 404 if the item has no such public file.
     */
    public Uni<String> downloadUrl(long id, long fileId, CallPriority priority) {
        return figshare.read(priority, () -> client.file(id, fileId))
                .onFailure(Articles::isAbsence)
                .recoverWithUni(() -> earlierFile(id, fileId, priority))
                .map(file -> {
                    String external = SafeLinks.web(file.downloadUrl());
                    return file.linkOnly() && external != null ? external : downloadUrl(fileId);
                });
    }

    /** Returns the download URL of a file that exists and that Figshare stores, without a call. */
    public String downloadUrl(long fileId) {
        return api + "/file/download/" + fileId;
    }

    /** Looks for a file in earlier versions: Figshare finds a file by its number in the latest version only. */
    private Uni<ArticleFile> earlierFile(long id, long fileId, CallPriority priority) {
        String absent = "Item " + id + " has no public file " + fileId + ".";
        return Articles.read(figshare, priority, absent, () -> client.versions(id))
                .chain(versions -> {
                    List<Integer> earlier = Articles.numbers(versions);
                    return newestWith(
                                    fileId,
                                    id,
                                    earlier.subList(
                                            Math.max(0, earlier.size() - 1 - MAX_EARLIER_VERSIONS),
                                            Math.max(0, earlier.size() - 1)),
                                    priority)
                            .map(found -> found.orElseThrow(() -> Articles.notFound(absent)));
                });
    }

    private Uni<Optional<ArticleFile>> newestWith(long fileId, long id, List<Integer> versions, CallPriority priority) {
        if (versions.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        int newest = versions.getLast();
        return all(1, priority, page -> client.versionFiles(id, newest, page, PAGE_SIZE), "")
                .onFailure(Articles::isAbsence)
                .recoverWithItem(List.of())
                .map(files -> files.stream()
                        .filter(file -> Objects.equals(file.id(), fileId))
                        .findFirst())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found)
                        : newestWith(fileId, id, versions.subList(0, versions.size() - 1), priority));
    }

    /**
     * Returns the files on this page and all following ones.
     *
     * @param page   the number of the first page, from 1
     * @param pages  reads one page
     * @param absent the detail of the problem if Figshare answers 404
     */
    Uni<List<ArticleFile>> all(
            int page, CallPriority priority, IntFunction<Uni<List<ArticleFile>>> pages, String absent) {
        return Articles.read(figshare, priority, absent, () -> pages.apply(page))
                .chain(files -> {
                    List<ArticleFile> found =
                            files.stream().filter(Objects::nonNull).toList();
                    if (files.size() < PAGE_SIZE || page == MAX_PAGES) {
                        return Uni.createFrom().item(found);
                    }
                    return all(page + 1, priority, pages, absent)
                            .map(rest ->
                                    Stream.concat(found.stream(), rest.stream()).toList());
                });
    }
}
