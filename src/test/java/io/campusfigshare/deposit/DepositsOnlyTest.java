package io.campusfigshare.deposit;

import io.campusfigshare.Settings;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;

/** The settings of a process with the secured door alone and small limits. */
@WithTestResource(
        value = Settings.class,
        initArgs = {
            @ResourceArg(name = "campus.doors", value = "deposits"),
            @ResourceArg(
                    name = "campus.deposits.origins",
                    value = "https://Deposit.westmark.example:443,https://other.example"),
            @ResourceArg(name = "quarkus.http.access-log.enabled", value = "true"),
            @ResourceArg(name = "campus.deposits.find-by-title", value = "true"),
            @ResourceArg(name = "campus.deposits.max-file-size", value = "1M"),
            @ResourceArg(name = "campus.deposits.max-form-size", value = "500K"),
            @ResourceArg(name = "campus.deposits.max-files", value = "3"),
            @ResourceArg(name = "campus.deposits.uploads-at-once", value = "2"),
            @ResourceArg(name = "campus.deposits.parts-at-once", value = "2"),
            @ResourceArg(name = "campus.deposits.largest-spooled-part", value = "150K"),
            @ResourceArg(name = "campus.deposits.spool", value = "target/own-spool"),
            @ResourceArg(name = "quarkus.http.read-timeout", value = "2s")
        })
abstract class DepositsOnlyTest extends FileTest {}
