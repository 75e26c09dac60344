package io.campusfigshare.person;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.item.ItemQuery;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.catalogue.search.ItemPage;
import io.campusfigshare.catalogue.sync.ItemChanged;
import io.campusfigshare.httpcache.Representation;
import io.campusfigshare.httpcache.ResponseCache;
import io.campusfigshare.problem.Problem;
import io.campusfigshare.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads people from the catalogue and writes them as the API shows them. */
@Singleton
class People {

    private final Catalogue catalogue;
    private final Directory directory;
    private final String base;

    People(Catalogue catalogue, Directory directory, CampusConfig campus) {
        this.catalogue = catalogue;
        this.directory = directory;
        this.base = CampusConfig.base(campus);
    }

    /** Invalidates all cached answers about people, because each change of an item can change one of them. */
    void changed(@Observes ItemChanged change, ResponseCache cache) {
        cache.invalidate(key -> key.startsWith(PersonResource.PATH));
    }

    Uni<Representation> page(@Nullable Set<String> words, int page, int size) {
        return catalogue.listResponse(filling -> directory
                .people(words, page, size)
                .map(found -> new PersonPage(
                        found.items().stream().map(this::person).toList(), found.total(), page, size, filling)));
    }

    Uni<Person> person(String id) {
        return existing(id).map(this::person);
    }

    /** Returns the items of a person; fails with 404 if there is no such person. */
    Uni<Representation> items(String id, ItemQuery query) {
        return existing(id)
                .chain(person -> catalogue.search(query))
                .map(page -> ItemPage.of(page, query, url(id) + "/items"));
    }

    /** Leads a browser to the page at {@code /} that shows the person. */
    Representation page(String id) {
        return Representation.seeOther(base + "/?person=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    }

    private Uni<Directory.Person> existing(String id) {
        return directory
                .person(id)
                .map(person -> person.orElseThrow(() -> new Problem(
                        ProblemType.NOT_FOUND, "Nobody with a public item has this campus id or ORCID iD.")));
    }

    private Person person(Directory.Person person) {
        String name = Stream.of(person.first(), person.last())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return new Person(
                person.campus(),
                person.orcid(),
                name.isBlank() ? null : name,
                person.first(),
                person.last(),
                person.department(),
                person.items(),
                person.types(),
                url(idInUrl(person)));
    }

    private static String idInUrl(Directory.Person person) {
        String orcid = person.orcid();
        String campus = person.campus();
        return orcid != null
                ? orcid.substring(orcid.lastIndexOf('/') + 1)
                : campus != null ? campus : Long.toString(person.author());
    }

    private String url(String id) {
        return base + PersonResource.PATH + "/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
