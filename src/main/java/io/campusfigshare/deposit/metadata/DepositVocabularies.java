package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.access.Caller;
import io.campusfigshare.access.Depositor;
import io.campusfigshare.access.ImpersonationContext;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.directory.Vocabularies;
import io.campusfigshare.catalogue.directory.Vocabularies.Category;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.directory.Vocabularies.ItemType;
import io.campusfigshare.catalogue.directory.Vocabularies.License;
import io.campusfigshare.deposit.account.AccountApi;
import io.campusfigshare.deposit.account.Depositors;
import io.campusfigshare.deposit.account.EmbargoOption;
import io.campusfigshare.figshare.guard.CallPriority;
import io.campusfigshare.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves metadata with the vocabularies of the depositor, which depend on the group (FACTS 4.2). Caches them for ten
 * minutes.
 */
@Singleton
// Caffeine loads its classes by name, so that the native executable has to include them.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMSW", "com.github.benmanes.caffeine.cache.PSWMS"})
public class DepositVocabularies {

    private static final int MAX_GROUPS = 50;
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

    private final AccountApi onBehalf;
    private final Directory directory;
    private final Vocabularies vocabularies;
    private final Depositors depositors;
    private final Cache<Long, List<License>> licenses = cache();
    private final Cache<Long, List<Category>> categories = cache();
    private final Cache<Long, List<CustomField>> customFields = cache();

    DepositVocabularies(AccountApi onBehalf, Directory directory, Vocabularies vocabularies, Depositors depositors) {
        this.onBehalf = onBehalf;
        this.directory = directory;
        this.vocabularies = vocabularies;
        this.depositors = depositors;
    }

    /** Returns the body that creates a record at Figshare. Fails with 422 and all violations. */
    public ObjectNode toCreateBody(Caller caller, ImpersonationContext context, Depositor person, Metadata metadata) {
        var violations = new Violations();
        ObjectNode body = FigshareMetadata.toFigshare(
                metadata, null, new DepositorVocabulary(caller, context, person), violations);
        new Violations().include("/metadata", violations).orThrow(Violations.INVALID_METADATA);
        return body;
    }

    /**
     * Returns the body that changes a record at Figshare. Fails with 422 and all violations of the patch.
     *
     * @param patch  a merge patch of the deposit
     * @param read   the deposit as the API shows it
     * @param record Figshare's private record
     */
    public ObjectNode toUpdateBody(
            Caller caller,
            ImpersonationContext context,
            Depositor person,
            ObjectNode patch,
            ObjectNode read,
            ObjectNode record) {
        var violations = new Violations();
        Metadata metadata =
                Metadata.patch(DepositRequest.metadata(DepositRequest.withoutUnchanged(patch, read)), violations);
        ObjectNode body = FigshareMetadata.toFigshare(
                metadata, record, new DepositorVocabulary(caller, context, person), violations);
        new Violations().include("/metadata", violations).orThrow(Violations.INVALID_METADATA);
        return body;
    }

    /**
     * Returns the custom fields of a group.
     *
     * @param group null for those of the institution
     */
    public List<CustomField> customFields(@Nullable Long group) {
        return customFields.get(group == null ? 0 : group, number -> onBehalf.customFields(group));
    }

    /** Returns the exceptions from an embargo that the record's group offers. */
    public List<EmbargoOption> embargoOptions(ObjectNode record) {
        long group = record.path("group_id").asLong();
        return onBehalf.embargoOptions(group);
    }

    private static <T> Cache<Long, List<T>> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MAX_GROUPS)
                .expireAfterWrite(TIME_TO_LIVE)
                .build();
    }

    private final class DepositorVocabulary implements Vocabulary {

        private final Caller caller;
        private final ImpersonationContext context;
        private final Depositor person;

        DepositorVocabulary(Caller caller, ImpersonationContext context, Depositor person) {
            this.caller = caller;
            this.context = context;
            this.person = person;
        }

        @Override
        public List<License> licenses() {
            return ofGroup(licenses, onBehalf::licenses);
        }

        @Override
        public List<Category> categories() {
            return ofGroup(categories, onBehalf::categories);
        }

        @Override
        public List<ItemType> itemTypes() {
            return vocabularies.itemTypes(CallPriority.READ).await().indefinitely();
        }

        @Override
        public List<CustomField> customFields(@Nullable Long group) {
            return DepositVocabularies.this.customFields(group == null ? person.group() : group);
        }

        @Override
        public Map<String, Long> departments() {
            return directory.departmentsByCode().await().indefinitely();
        }

        @Override
        public boolean mayLookUp(String campusId) {
            return caller.maySee(campusId);
        }

        @Override
        public OptionalLong authorWithCampusId(String campusId) {
            try {
                Long author = depositors.withCampusId(campusId).author();
                return author == null ? OptionalLong.empty() : OptionalLong.of(author);
            } catch (Problem unknown) {
                if (unknown.type().status() != 422) {
                    throw unknown;
                }
                return OptionalLong.empty();
            }
        }

        @Override
        public OptionalLong authorWithOrcid(String orcid) {
            return directory.authorByOrcid("https://orcid.org/" + orcid).await().indefinitely();
        }

        private <T> List<T> ofGroup(Cache<Long, List<T>> cache, Function<ImpersonationContext, List<T>> call) {
            Long group = person.group();
            return group == null ? call.apply(context) : cache.get(group, number -> call.apply(context));
        }
    }
}
