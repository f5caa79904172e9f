// Package text is the report as text: tables for a terminal, Markdown, and the exports for other tools (CSV, JSON, Go
// benchmark lines, traces).
//
// Whatever comes from a record was cleaned in report/content, and is escaped here for its format.
//
// It knows no picture, and computes nothing of its own.
package text
