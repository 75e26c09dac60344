package io.campusfigshare;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Checks the dependencies of the sandbox, whose classes belong to the tests. */
@AnalyzeClasses(packages = "io.campusfigshare.sandbox")
class SandboxArchitectureTest {

    @ArchTest
    static final ArchRule the_sandbox_does_not_depend_on_the_service = noClasses()
            .that()
            .haveNameNotMatching(".*(Test|FigshareSchemas)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.campusfigshare\\.(?!sandbox\\.).*");

    @ArchTest
    static final ArchRule rooms_of_the_sandbox_do_not_know_the_room_above =
            ArchitectureTest.knowOnlySettingsAndFailures("io.campusfigshare.sandbox.*..", "io.campusfigshare.sandbox");

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("io.campusfigshare.(*).(*)..").should().beFreeOfCycles();
}
