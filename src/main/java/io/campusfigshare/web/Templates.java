package io.campusfigshare.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates in {@code src/main/resources/templates}, checked when the service is built. */
@CheckedTemplate
final class Templates {

    private Templates() {}

    static native TemplateInstance outputs(OutputList list);

    static native TemplateInstance home(Home home);

    static native TemplateInstance status(Status status);
}
