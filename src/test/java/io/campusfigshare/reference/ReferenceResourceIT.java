package io.campusfigshare.reference;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ReferenceResourceIT extends ReferenceResourceTest {}
