// Package hostile has names that try to leave every format that they are written to.
package hostile
