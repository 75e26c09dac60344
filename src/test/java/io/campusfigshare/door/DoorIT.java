package io.campusfigshare.door;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class DoorIT extends DoorTest {}
