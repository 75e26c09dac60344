package io.campusfigshare;

import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests that are not in {@link DepositSuite}. */
@Suite
@SelectPackages("io.campusfigshare")
@ExcludePackages("io.campusfigshare.deposit")
class OtherSuite {

    @BeforeSuite
    static void printSeed() {
        DepositSuite.printSeed(OtherSuite.class);
    }
}
