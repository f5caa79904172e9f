// Package page is the report as one HTML page: it needs no network and no script, and its figures follow the reader's
// colour scheme.
//
// It puts together what report/content says and report/figure draws, and computes nothing of its own.
package page
