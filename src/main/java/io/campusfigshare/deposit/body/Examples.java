package io.campusfigshare.deposit.body;

/** Examples of bodies in the contract. Each works unchanged in dev mode. */
public final class Examples {

    private static final String COMPLETE_METADATA = """
            "metadata": {"title": "Tides of the inner fjord, hour by hour", "type": "dataset",
            "description": "<p>Measured hourly.</p>", "authors": [{"name": "Maren Oakhurst"}], "keywords": ["tides"],
            "license": "CC-BY-4.0", "categories": ["310301"],
            "customFields": {"Instrument": "Gauge", "Data steward": "Library"}}""";

    /** Has all metadata that a publication requires. */
    public static final String DRAFT = "{" + COMPLETE_METADATA + "}";

    public static final String PUBLISHED = "{" + COMPLETE_METADATA + ", \"publish\": true}";

    /** Its publication is refused. */
    public static final String INCOMPLETE = """
            {"metadata": {"title": "Tides of the inner fjord", "type": "dataset"}}""";

    public static final String EXISTING_RECORD = """
            {"item": 2000009}""";

    public static final String EDIT = """
            {"metadata": {"title": "Tides of the outer fjord", "keywords": ["tides", "fjord"]}}""";

    public static final String REMOVAL = """
            {"metadata": {"description": null, "funding": []}}""";

    public static final String FILE = """
            hour,height
            0,1.82
            1,2.07
            """;

    public static final String FILE_EMBARGO = """
            {"until": "2040-01-31", "scope": "file", "title": "Under embargo", "reason": "Patent pending"}""";

    public static final String PERMANENT_EMBARGO = """
            {"until": null, "scope": "article", "reason": "Confidential"}""";

    public static final String EMBARGO_EXCEPT_CAMPUS = """
            {"until": "2040-01-31", "scope": "file", "audience": [{"type": "logged_in"}]}""";

    private Examples() {}
}
