package io.campusfigshare.item;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ItemResourceIT extends ItemResourceTest {}
