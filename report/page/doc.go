// Package page is the report as one HTML page: it needs no network and no script, and its figures follow the reader's
// colour scheme.
package page
