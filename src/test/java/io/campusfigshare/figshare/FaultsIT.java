package io.campusfigshare.figshare;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class FaultsIT extends FaultsTest {}
