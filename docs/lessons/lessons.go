// Package lessons holds the texts of the lessons and nothing else: a folder a language, a file a lesson, and beside
// them the sentences that are said of what was measured. Package lesson of the command reads them.
package lessons

import "embed"

// Files are all of them.
//
//go:embed en/*.md en/*.txt de/*.md de/*.txt
var Files embed.FS
