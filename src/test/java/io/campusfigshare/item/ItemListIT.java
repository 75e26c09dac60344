package io.campusfigshare.item;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ItemListIT extends ItemListTest {}
