package io.campusfigshare.httpcache;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ResponseCacheIT extends ResponseCacheTest {}
