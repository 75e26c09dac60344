/**
 * The account API without articles: accounts, authors, vocabularies, impersonation and tokens. Drafts use {@link
 * io.campusfigshare.sandbox.accounts.Accounts}, {@link io.campusfigshare.sandbox.accounts.Authors}, {@link
 * io.campusfigshare.sandbox.accounts.Vocabularies} and {@link io.campusfigshare.sandbox.accounts.Impersonation}. This
 * package knows nothing of drafts.
 */
@NullMarked
package io.campusfigshare.sandbox.accounts;

import org.jspecify.annotations.NullMarked;
