/**
 * Studies: many runs over a grid, each a process of its own, and what they say together. A plan
 * ({@link io.irepa.config.StudyPlan}) comes in; run folders, a database of results, a page and a
 * Markdown file go out. Nothing here trains.
 */
package io.irepa.study;
