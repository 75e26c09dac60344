package io.campusfigshare.deposit;

/** Bodies for the contract; each works as it is, for a person with the sandbox's university. */
final class Examples {

    /** The page of the contract sends a new one in its place. */
    static final String KEY = "0f8fad5b-d9cb-469f-a165-70867728950e";

    static final String DRAFT = """
            {"metadata": {"title": "Tides of the inner fjord", "type": "dataset"}}""";

    static final String PUBLISHED = """
            {"metadata": {"title": "Tides of the inner fjord, hour by hour", "type": "dataset",
            "description": "<p>Measured hourly.</p>", "authors": [{"name": "Maren Oakhurst"}], "keywords": ["tides"],
            "license": "CC-BY-4.0", "categories": ["310301"],
            "customFields": {"Instrument": "Gauge", "Data steward": "Library"}}, "publish": true}""";

    static final String ADOPTED = """
            {"item": 2000009}""";

    static final String CHANGE = """
            {"metadata": {"title": "Tides of the outer fjord", "keywords": ["tides", "fjord"]}}""";

    static final String REMOVAL = """
            {"metadata": {"description": null, "funding": []}}""";

    static final String FILES_HELD_BACK = """
            {"until": "2040-01-31", "scope": "file", "title": "Under embargo", "reason": "Patent pending"}""";

    static final String ALL_HELD_BACK = """
            {"until": null, "scope": "article", "reason": "Confidential"}""";

    static final String HELD_BACK_FROM_OTHERS = """
            {"until": "2040-01-31", "scope": "file", "audience": [{"type": "logged_in"}]}""";

    private Examples() {}
}
