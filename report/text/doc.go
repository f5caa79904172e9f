// Package text is the report as text: tables and pictures of rows for a terminal, Markdown, and the exports for other tools (CSV, JSON, Go
// benchmark lines, traces).
//
// Whatever comes from a record was cleaned in report/content, and is escaped here for its format.
//
// It knows no chart: the pictures of a terminal are those of report/content, in text. It computes nothing of its own.
package text
