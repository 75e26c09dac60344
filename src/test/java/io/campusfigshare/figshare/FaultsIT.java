package io.campusfigshare.figshare;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs {@link FaultsTest} with the packaged service. */
@QuarkusIntegrationTest
@Execution(ExecutionMode.SAME_THREAD)
class FaultsIT extends FaultsTest {}
