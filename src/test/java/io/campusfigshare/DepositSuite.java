package io.campusfigshare;

import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The tests of the secured door, which take half of the time. A build runs them in parallel with {@link OtherSuite}.
 * Each suite has a JVM of its own, in which its classes share applications.
 */
@Suite
@SelectPackages("io.campusfigshare.deposit")
class DepositSuite {

    @BeforeSuite
    static void printSeed() {
        printSeed(DepositSuite.class);
    }

    /** The seed repeats the random order of the tests. */
    static void printSeed(Class<?> suite) {
        String seed = System.getProperty("junit.jupiter.execution.order.random.seed");
        if (seed != null) {
            System.out.printf("%s: order of seed %s%n", suite.getSimpleName(), seed);
        }
    }
}
