/** What people who look after the repository want to know of all of it: what opens when, and what is missing. */
@NullMarked
package io.campusfigshare.report;

import org.jspecify.annotations.NullMarked;
