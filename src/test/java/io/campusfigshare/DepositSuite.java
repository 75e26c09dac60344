package io.campusfigshare;

import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The secured door, which is half of the time. A build runs it beside {@link OtherSuite}, each in a JVM whose applications its
 * classes share.
 */
@Suite
@SelectPackages("io.campusfigshare.deposit")
class DepositSuite {

    @BeforeSuite
    static void printSeed() {
        printSeed(DepositSuite.class);
    }

    /** With it, the tests run in the same random order again. */
    static void printSeed(Class<?> suite) {
        String seed = System.getProperty("junit.jupiter.execution.order.random.seed");
        if (seed != null) {
            System.out.printf("%s: order of seed %s%n", suite.getSimpleName(), seed);
        }
    }
}
