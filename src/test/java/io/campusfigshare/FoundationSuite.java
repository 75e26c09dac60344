package io.campusfigshare;

import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What the nouns stand on, and all that {@link NounSuite} has not: a new package runs here unless it is named there. */
@Suite
@SelectPackages("io.campusfigshare")
@ExcludePackages({
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
class FoundationSuite {

    @BeforeSuite
    static void printSeed() {
        NounSuite.printSeed(FoundationSuite.class);
    }
}
