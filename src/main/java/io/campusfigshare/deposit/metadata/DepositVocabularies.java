package io.campusfigshare.deposit.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.campusfigshare.catalogue.directory.Directory;
import io.campusfigshare.catalogue.directory.Vocabularies;
import io.campusfigshare.catalogue.directory.Vocabularies.Category;
import io.campusfigshare.catalogue.directory.Vocabularies.CustomField;
import io.campusfigshare.catalogue.directory.Vocabularies.ItemType;
import io.campusfigshare.catalogue.directory.Vocabularies.License;
import io.campusfigshare.deposit.access.Caller;
import io.campusfigshare.deposit.access.Depositor;
import io.campusfigshare.deposit.access.ImpersonationContext;
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

/** What depositors may choose from: differs by group (FACTS 4.2), and seldom changes. */
@Singleton
// Caffeine picks its classes by name; only the native executable has to be told.
@RegisterForReflection(
        classNames = {"com.github.benmanes.caffeine.cache.SSMSW", "com.github.benmanes.caffeine.cache.PSWMS"})
public class DepositVocabularies {

    private static final int GROUPS = 50;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final AccountApi onBehalf;
    private final Directory directory;
    private final Vocabularies vocabularies;
    private final Depositors depositors;
    private final Cache<Long, List<License>> licenses = kept();
    private final Cache<Long, List<Category>> categories = kept();
    private final Cache<Long, List<CustomField>> customFields = kept();

    DepositVocabularies(AccountApi onBehalf, Directory directory, Vocabularies vocabularies, Depositors depositors) {
        this.onBehalf = onBehalf;
        this.directory = directory;
        this.vocabularies = vocabularies;
        this.depositors = depositors;
    }

    /** What Figshare is asked to create; fails with everything that is wrong with it. */
    public ObjectNode article(Caller caller, ImpersonationContext context, Depositor person, Metadata metadata) {
        var violations = new Violations();
        ObjectNode body = FigshareMetadata.toFigshare(metadata, null, new Of(caller, context, person), violations);
        new Violations().include("/metadata", violations).orThrow(Violations.INVALID_METADATA);
        return body;
    }

    /**
     * What Figshare is asked to change; fails with everything that is wrong with the patch of the deposit.
     *
     * @param read the deposit as callers read it
     */
    public ObjectNode changes(
            Caller caller,
            ImpersonationContext context,
            Depositor person,
            ObjectNode patch,
            ObjectNode read,
            ObjectNode record) {
        var violations = new Violations();
        Metadata metadata = Metadata.patch(DepositRequest.metadata(DepositRequest.changed(patch, read)), violations);
        ObjectNode body = FigshareMetadata.toFigshare(metadata, record, new Of(caller, context, person), violations);
        new Violations().include("/metadata", violations).orThrow(Violations.INVALID_METADATA);
        return body;
    }

    /** The fields that the institution has added for a group. */
    public List<CustomField> customFields(@Nullable Long group) {
        return customFields.get(group == null ? 0 : group, number -> onBehalf.customFields(group));
    }

    /** What may be excepted from an embargo of this record. */
    public List<EmbargoOption> embargoOptions(ObjectNode record) {
        long group = record.path("group_id").asLong();
        return onBehalf.embargoOptions(group);
    }

    private static <T> Cache<Long, List<T>> kept() {
        return Caffeine.newBuilder().maximumSize(GROUPS).expireAfterWrite(KEPT).build();
    }

    private final class Of implements Vocabulary {

        private final Caller caller;
        private final ImpersonationContext context;
        private final Depositor person;

        Of(Caller caller, ImpersonationContext context, Depositor person) {
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
            return directory.numbers().await().indefinitely();
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
            return directory.author("https://orcid.org/" + orcid).await().indefinitely();
        }

        private <T> List<T> ofGroup(Cache<Long, List<T>> kept, Function<ImpersonationContext, List<T>> call) {
            Long group = person.group();
            return group == null ? call.apply(context) : kept.get(group, number -> call.apply(context));
        }
    }
}
