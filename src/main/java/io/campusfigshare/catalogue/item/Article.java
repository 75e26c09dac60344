package io.campusfigshare.catalogue.item;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.figshare.Dates;
import io.campusfigshare.figshare.ItemType;
import io.campusfigshare.figshare.Spdx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An item as Figshare writes it, in lists and in full. Any field may be missing, null or "" (FACTS 4.5); what only one
 * account may know is not read at all.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Article(
        @Nullable Long id,
        @Nullable String title,
        @Nullable String doi,
        @Nullable String handle,
        @Nullable Long groupId,
        @Nullable Integer version,
        @Nullable Long size,
        @Nullable String description,
        @Nullable String citation,
        @Nullable Integer definedType,
        @Nullable String definedTypeName,
        @Nullable String createdDate,
        @Nullable String modifiedDate,
        @Nullable String publishedDate,
        @Nullable Timeline timeline,
        @Nullable String thumb,
        @Nullable String figshareUrl,
        @Nullable String urlPublicHtml,
        @Nullable List<Author> authors,
        @Nullable License license,
        @Nullable List<String> tags,
        @Nullable List<String> keywords,
        @Nullable List<Category> categories,
        @Nullable String funding,
        @Nullable List<Funding> fundingList,
        @Nullable List<String> references,
        @Nullable List<RelatedMaterial> relatedMaterials,
        @Nullable String resourceDoi,
        @Nullable String resourceTitle,
        @Nullable List<CustomField> customFields,
        @Nullable List<File> files,
        @Nullable Boolean isConfidential,
        @Nullable Boolean isMetadataRecord,
        @Nullable String metadataReason,
        @Nullable Boolean isEmbargoed,
        @Nullable String embargoDate,
        @Nullable String embargoType,
        @Nullable String embargoTitle,
        @Nullable String embargoReason,
        @Nullable List<JsonNode> embargoOptions) {

    /**
     * @param base  where our own URLs begin
     * @param files all of them; null where they are not known
     */
    public Item toItem(String base, @Nullable List<File> files) {
        return toItem(base, "", files);
    }

    /** The same as one of its versions, which has an address of its own: {@code path} below the item's. */
    public Item toItem(String base, String path, @Nullable List<File> files) {
        String item = base + "/v1/items/" + id;
        return toItem(item + path, files, file -> item + "/files/" + file.id());
    }

    /** The same at that address, and each file at its own. */
    public Item toItem(String url, @Nullable List<File> files, Function<File, String> fileUrl) {
        boolean complete = files != null;
        return new Item(
                Objects.requireNonNull(id),
                url,
                Html.line(title),
                Html.sanitised(title),
                Html.text(description),
                Html.sanitised(description),
                type(),
                doi == null ? null : Doi.bare(doi),
                handle,
                version,
                Html.line(citation),
                Dates.utc(createdDate),
                Dates.utc(modifiedDate),
                Dates.utc(publishedDate),
                timeline == null ? null : timeline.toTimeline(),
                SafeLinks.web(figshareUrl != null ? figshareUrl : urlPublicHtml),
                SafeLinks.web(thumb),
                complete ? mapped(authors, Author::toAuthor) : null,
                license == null ? null : license.toLicense(),
                complete ? access() : null,
                embargo(),
                groupId == null ? null : new Item.Department(groupId, null, null, null),
                complete ? words() : null,
                complete ? mapped(categories, Category::toCategory) : null,
                complete ? funders() : null,
                complete ? related() : null,
                complete ? customValues() : null,
                files == null ? null : mapped(files, file -> file.toFile(fileUrl.apply(file))),
                size,
                null);
    }

    private @Nullable String type() {
        return definedTypeName != null
                ? definedTypeName
                : Optional.ofNullable(definedType)
                        .flatMap(ItemType::numbered)
                        .map(ItemType::text)
                        .orElse(null);
    }

    private AccessLevel access() {
        if (yes(isMetadataRecord)) {
            return AccessLevel.METADATA_ONLY;
        }
        boolean forSome = embargoOptions != null && !embargoOptions.isEmpty();
        if (yes(isConfidential) || (yes(isEmbargoed) && (Dates.utc(embargoDate) == null || forSome))) {
            return AccessLevel.RESTRICTED;
        }
        return yes(isEmbargoed) ? AccessLevel.EMBARGOED : AccessLevel.OPEN;
    }

    private Item.@Nullable Embargo embargo() {
        return yes(isEmbargoed)
                ? new Item.Embargo(
                        Dates.utc(embargoDate), embargoType, Html.line(embargoTitle), Html.line(embargoReason))
                : null;
    }

    /** The same list under two names, of which either may be missing. */
    private List<String> words() {
        List<String> words = mapped(tags, Html::line);
        return words.isEmpty() ? mapped(keywords, Html::line) : words;
    }

    private List<Item.Funding> funders() {
        List<Item.Funding> listed = mapped(fundingList, Funding::toFunding);
        return listed.isEmpty() && funding != null
                ? List.of(new Item.Funding(Html.line(funding), null, null, null))
                : listed;
    }

    /** Older records have only bare references and one resource, which related materials have replaced. */
    private List<Item.RelatedMaterial> related() {
        List<Item.RelatedMaterial> works = new ArrayList<>(mapped(relatedMaterials, RelatedMaterial::toRelated));
        if (!works.isEmpty()) {
            return works;
        }
        if (resourceDoi != null) {
            String bare = Doi.bare(resourceDoi);
            works.add(new Item.RelatedMaterial(
                    bare, "DOI", "IsSupplementTo", Html.line(resourceTitle), SafeLinks.web("https://doi.org/" + bare)));
        }
        mapped(references, SafeLinks::web)
                .forEach(r -> works.add(new Item.RelatedMaterial(r, "URL", "References", null, r)));
        return works;
    }

    private Map<String, @Nullable Object> customValues() {
        Map<String, @Nullable Object> byName = new LinkedHashMap<>();
        for (CustomField field : customFields == null ? List.<CustomField>of() : customFields) {
            if (field != null && field.name() != null) {
                byName.put(field.name(), field.text());
            }
        }
        return byName;
    }

    /** Whether its files are to be had at all, so that an empty list is worth a second question. */
    boolean hasFiles() {
        return !yes(isMetadataRecord) && !yes(isEmbargoed) && !yes(isConfidential);
    }

    private static boolean yes(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }

    /** Figshare's lists may be missing and may hold nulls. */
    private static <T, R> List<R> mapped(@Nullable List<T> list, Function<T, @Nullable R> map) {
        return list == null
                ? List.of()
                : list.stream()
                        .filter(Objects::nonNull)
                        .map(map)
                        .filter(Objects::nonNull)
                        .toList();
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Author(
            @Nullable Long id,
            // What it is called where item types have metadata of their own.
            @JsonAlias("name") @Nullable String fullName,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String orcidId) {

        Item.@Nullable Author toAuthor() {
            String whole = fullName != null ? fullName : joined();
            return whole == null
                    ? null
                    : new Item.Author(
                            id, Html.line(whole), Html.line(firstName), Html.line(lastName), SafeLinks.orcid(orcidId));
        }

        private @Nullable String joined() {
            String joined = (firstName == null ? "" : firstName + " ") + (lastName == null ? "" : lastName);
            return joined.isBlank() ? null : joined.strip();
        }
    }

    record License(@Nullable String name, @Nullable String url) {

        Item.@Nullable License toLicense() {
            return name == null && url == null ? null : new Item.License(name, Spdx.of(url, name), SafeLinks.web(url));
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Category(
            @Nullable Long id,
            @Nullable String title,
            @Nullable String sourceId) {

        Item.@Nullable Category toCategory() {
            return id == null && title == null ? null : new Item.Category(id, Html.line(title), sourceId);
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Funding(
            @Nullable String title,
            @Nullable String grantCode,
            @Nullable String funderName,
            @Nullable String url) {

        Item.@Nullable Funding toFunding() {
            return title == null && grantCode == null && funderName == null
                    ? null
                    : new Item.Funding(Html.line(title), grantCode, Html.line(funderName), SafeLinks.web(url));
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record RelatedMaterial(
            @Nullable String identifier,
            @Nullable String identifierType,
            @Nullable String relation,
            @Nullable String title,
            @Nullable String link) {

        Item.@Nullable RelatedMaterial toRelated() {
            return identifier == null && title == null && link == null
                    ? null
                    : new Item.RelatedMaterial(
                            identifier, identifierType, relation, Html.line(title), SafeLinks.web(link));
        }
    }

    record CustomField(@Nullable String name, @Nullable JsonNode value) {

        /** A text, a list of texts, or null: fields differ by institution, and so do their values. */
        @Nullable Object text() {
            if (value == null || value.isNull() || value.isObject()) {
                return null;
            }
            if (value.isArray()) {
                return value.valueStream()
                        .filter(JsonNode::isValueNode)
                        .map(JsonNode::asText)
                        .toList();
            }
            return value.asText().isBlank() ? null : value.asText();
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record File(
            @Nullable Long id,
            @Nullable String name,
            @Nullable Long size,
            @Nullable Boolean isLinkOnly,
            @Nullable String downloadUrl,
            @Nullable String suppliedMd5,
            @Nullable String computedMd5,
            @Nullable String mimetype) {

        @Nullable ItemFile toFile(String url) {
            return id == null
                    ? null
                    : new ItemFile(
                            id, name, size, computedMd5 != null ? computedMd5 : suppliedMd5, mimetype, linkOnly(), url);
        }

        boolean linkOnly() {
            return yes(isLinkOnly);
        }
    }

    /** camelCase, unlike everything around it. */
    record Timeline(
            @Nullable String posted,
            @Nullable String submission,
            @Nullable String revision,
            @Nullable String firstOnline,
            @Nullable String publisherPublication,
            @Nullable String publisherAcceptance) {

        /** Null for {}, which drafts and some lists have. */
        Item.@Nullable Timeline toTimeline() {
            var dates = new Item.Timeline(
                    Dates.utc(posted),
                    Dates.utc(submission),
                    Dates.utc(revision),
                    Dates.utc(firstOnline),
                    Dates.utc(publisherPublication),
                    Dates.utc(publisherAcceptance));
            return dates.equals(NO_DATES) ? null : dates;
        }

        private static final Item.Timeline NO_DATES = new Item.Timeline(null, null, null, null, null, null);
    }

    record Version(@Nullable Integer version) {}
}
