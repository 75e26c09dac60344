package io.campusfigshare;

import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The nouns of the contract. A build runs it beside {@link FoundationSuite}, each in a JVM whose applications its classes
 * share; so a package belongs where others start the same applications.
 */
@Suite
@SelectPackages({
    "io.campusfigshare.deposit",
    "io.campusfigshare.usage",
    "io.campusfigshare.change",
    "io.campusfigshare.citation",
    "io.campusfigshare.collection",
    "io.campusfigshare.department",
    "io.campusfigshare.person",
    "io.campusfigshare.report",
    "io.campusfigshare.reference"
})
class NounSuite {

    @BeforeSuite
    static void printSeed() {
        printSeed(NounSuite.class);
    }

    /** With it, the tests run in the same random order again. */
    static void printSeed(Class<?> suite) {
        String seed = System.getProperty("junit.jupiter.execution.order.random.seed");
        if (seed != null) {
            System.out.printf("%s: order of seed %s%n", suite.getSimpleName(), seed);
        }
    }
}
