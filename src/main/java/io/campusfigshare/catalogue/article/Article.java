package io.campusfigshare.catalogue.article;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.campusfigshare.catalogue.item.AccessLevel;
import io.campusfigshare.catalogue.item.Doi;
import io.campusfigshare.catalogue.item.Html;
import io.campusfigshare.catalogue.item.Item;
import io.campusfigshare.catalogue.item.SafeLinks;
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
 * An item in Figshare's JSON, in lists and in full. Any field may be missing, null or "" (FACTS 4.5). Fields that only
 * the owner may know are not read.
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
        @Nullable ArticleTimeline timeline,
        @Nullable String thumb,
        @Nullable String figshareUrl,
        @Nullable String urlPublicHtml,
        @Nullable List<ArticleAuthor> authors,
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
        @Nullable List<ArticleCustomField> customFields,
        @Nullable List<ArticleFile> files,
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
     * Converts the article.
     *
     * @param base  the base URL of this service
     * @param files all files; null if they are unknown, as in lists
     */
    public Item toItem(String base, @Nullable List<ArticleFile> files) {
        return toItem(base, "", files);
    }

    /** Converts the article as a version, whose URL is {@code path} below the URL of the item. */
    public Item toItem(String base, String path, @Nullable List<ArticleFile> files) {
        String item = base + "/v1/items/" + id;
        return toItem(item + path, files, file -> item + "/files/" + file.id());
    }

    /** Converts the article with this URL, and each file with its own. */
    public Item toItem(String url, @Nullable List<ArticleFile> files, Function<ArticleFile, String> fileUrl) {
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
                complete ? mapped(authors, ArticleAuthor::toAuthor) : null,
                license == null ? null : license.toLicense(),
                complete ? access() : null,
                embargo(),
                groupId == null ? null : new Item.Department(groupId, null, null, null),
                complete ? allKeywords() : null,
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
        boolean hasGroups = embargoOptions != null && !embargoOptions.isEmpty();
        if (yes(isConfidential) || (yes(isEmbargoed) && (Dates.utc(embargoDate) == null || hasGroups))) {
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

    /** Returns the keywords, which are in {@code tags}, {@code keywords} or both. */
    private List<String> allKeywords() {
        List<String> fromTags = mapped(tags, Html::line);
        return fromTags.isEmpty() ? mapped(keywords, Html::line) : fromTags;
    }

    private List<Item.Funding> funders() {
        List<Item.Funding> listed = mapped(fundingList, Funding::toFunding);
        return listed.isEmpty() && funding != null
                ? List.of(new Item.Funding(Html.line(funding), null, null, null))
                : listed;
    }

    /** Returns the related materials. Older records have references and one resource instead. */
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
        for (ArticleCustomField field : customFields == null ? List.<ArticleCustomField>of() : customFields) {
            if (field != null && field.name() != null) {
                byName.put(field.name(), field.text());
            }
        }
        return byName;
    }

    /** Returns whether the files are public, so that it is worth requesting them if the article contains none. */
    boolean hasFiles() {
        return !yes(isMetadataRecord) && !yes(isEmbargoed) && !yes(isConfidential);
    }

    private static boolean yes(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }

    /** Maps a list of Figshare, which may be missing and may contain nulls. */
    private static <T, R> List<R> mapped(@Nullable List<T> list, Function<T, @Nullable R> map) {
        return list == null
                ? List.of()
                : list.stream()
                        .filter(Objects::nonNull)
                        .map(map)
                        .filter(Objects::nonNull)
                        .toList();
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
}
