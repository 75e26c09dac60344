package io.campusfigshare.problem;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ProblemsIT extends ProblemsTest {}
