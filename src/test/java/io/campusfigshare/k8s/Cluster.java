package io.campusfigshare.k8s;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;

/** The fields of a CloudNativePG cluster that are used here. */
record Cluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    record Spec(
            int instances,
            Storage storage,
            ResourceRequirements resources,
            Postgresql postgresql,
            Bootstrap bootstrap,
            Managed managed) {}

    record Storage(String size) {}

    record Managed(List<Role> roles) {

        record Role(String name, boolean login, LocalObjectReference passwordSecret) {}
    }

    record Postgresql(Map<String, String> parameters) {}

    record Bootstrap(@JsonProperty("initdb") InitDb initDb) {

        record InitDb(String database, String owner) {}
    }
}
