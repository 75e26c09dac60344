package io.campusfigshare;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.campusfigshare.figshare.auth.AdministratorToken;
import io.campusfigshare.figshare.auth.TokenConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Checks the dependencies between packages and the names of classes. */
@AnalyzeClasses(packages = "io.campusfigshare", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] FEATURES = {
        "io.campusfigshare.account..",
        "io.campusfigshare.item..",
        "io.campusfigshare.reference..",
        "io.campusfigshare.change..",
        "io.campusfigshare.report..",
        "io.campusfigshare.review..",
        "io.campusfigshare.subscription..",
        "io.campusfigshare.department..",
        "io.campusfigshare.person..",
        "io.campusfigshare.collection..",
        "io.campusfigshare.deposit..",
        "io.campusfigshare.usage..",
        "io.campusfigshare.harvest..",
        "io.campusfigshare.web.."
    };
    private static final String[] SHARED = {
        "io.campusfigshare.access..",
        "io.campusfigshare.audit..",
        "io.campusfigshare.figshare..",
        "io.campusfigshare.catalogue..",
        "io.campusfigshare.httpcache..",
        "io.campusfigshare.problem..",
        "io.campusfigshare.door..",
        "io.campusfigshare.crosswalk..",
        "io.campusfigshare.citation.."
    };

    @ArchTest
    static final ArchRule features_do_not_depend_on_each_other = slices().matching(
                    "io.campusfigshare.(account|item|reference|change|report|review|subscription|department|person|collection|deposit|usage|harvest|web)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule shared_packages_do_not_depend_on_features = noClasses()
            .that()
            .resideInAnyPackage(SHARED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FEATURES);

    @ArchTest
    static final ArchRule the_cache_does_not_depend_on_figshare = noClasses()
            .that()
            .resideInAPackage("..httpcache..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.campusfigshare.figshare..");

    /** Except for deposits and reviews, which are made with the token behind the secured door. */
    @ArchTest
    static final ArchRule reads_do_not_depend_on_the_token = noClasses()
            .that()
            .resideInAnyPackage(FEATURES)
            .and()
            .resideOutsideOfPackages("..deposit..", "..review..")
            .or()
            .resideInAnyPackage("..httpcache..", "..door..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(TokenConfig.class, AdministratorToken.class);

    @ArchTest
    static final ArchRule class_names_are_standard_terms =
            noClasses().should().haveNameMatching(".*(Service|Manager|Helper|Util|Utils|Impl|Constants)");

    @ArchTest
    static final ArchRule clients_are_used_only_in_their_feature =
            classes().that().haveSimpleNameEndingWith("Client").should().bePackagePrivate();

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.campusfigshare.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("io.campusfigshare.(*).(*)..").should().beFreeOfCycles();

    /** A native executable writes a record that is not registered as an empty object. */
    @ArchTest
    static final ArchRule records_within_registered_records_are_registered = classes()
            .that()
            .areRecords()
            .and()
            .areAnnotatedWith(RegisterForReflection.class)
            .should(ArchCondition.from(DescribedPredicate.describe(
                    "have only registered records as members",
                    type -> type.getFields().stream()
                            .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                            .flatMap(field -> field.getType().getAllInvolvedRawTypes().stream())
                            .filter(member ->
                                    member.isRecord() && member.getPackageName().startsWith("io.campusfigshare"))
                            .allMatch(ArchitectureTest::isRegistered))));

    private static boolean isRegistered(JavaClass type) {
        return type.isAnnotatedWith(RegisterForReflection.class)
                || type.getEnclosingClass()
                        .filter(outer -> outer.isRecord() && outer.isAnnotatedWith(RegisterForReflection.class))
                        .isPresent();
    }

    @ArchTest
    static final ArchRule rooms_of_deposits_know_only_settings_of_the_room_above =
            knowOnlySettingsAndFailures("io.campusfigshare.deposit.*..", "io.campusfigshare.deposit");

    @ArchTest
    static final ArchRule rooms_of_the_catalogue_know_only_settings_of_the_room_above =
            knowOnlySettingsAndFailures("io.campusfigshare.catalogue.*..", "io.campusfigshare.catalogue");

    @ArchTest
    static final ArchRule the_guard_and_the_tokens_know_only_settings_and_failures_of_figshare =
            knowOnlySettingsAndFailures("io.campusfigshare.figshare.(auth|guard)..", "io.campusfigshare.figshare");

    static ArchRule knowOnlySettingsAndFailures(String rooms, String above) {
        return noClasses()
                .that()
                .resideInAPackage(rooms)
                .should()
                .dependOnClassesThat(resideInAPackage(above).and(not(nameMatching(".*(Config|Failure)(\\$.*)?"))));
    }
}
