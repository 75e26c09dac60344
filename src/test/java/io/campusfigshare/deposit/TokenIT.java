package io.campusfigshare.deposit;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class TokenIT extends TokenTest {}
