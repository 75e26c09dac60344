/**
 * The credentials for Figshare: the administrator's token, OAuth2 access tokens, and the name and password for Stats.
 * Other packages use the filters {@code AdministratorToken} and {@code StatsCredentials} and never see a secret. The
 * settings are apart from {@code FigshareConfig} so that code that only reads cannot inject them.
 */
@NullMarked
package io.campusfigshare.figshare.auth;

import org.jspecify.annotations.NullMarked;
