package command

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Split splits a command line into words as a shell does, with its quotes and backslashes, and runs nothing: what only
// a shell could do, from pipes to variables, is an error that names it.
func Split(line string) ([]string, error) {
	file, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(line), "")
	if err != nil {
		if e, ok := errors.AsType[syntax.ParseError](err); ok {
			return nil, fmt.Errorf("%q can't be split into words: %s, at character %d", line, e.Text, e.Pos.Col())
		}
		return nil, fmt.Errorf("%q can't be split into words: %w", line, err)
	}
	call, err := onlyCall(file)
	if err != nil {
		return nil, fmt.Errorf("%q %w", line, err)
	}
	var words []string
	for _, w := range call.Args {
		word, err := literal(w.Parts, false)
		if err != nil {
			return nil, fmt.Errorf("%q %w", line, err)
		}
		words = append(words, word)
	}
	return words, nil
}

// needsShell is why a line can't be run without one.
func needsShell(what string) error {
	return fmt.Errorf("has %s, which needs a shell: give --shell", what)
}

// onlyCall is the one simple command of a file.
func onlyCall(file *syntax.File) (*syntax.CallExpr, error) {
	switch {
	case len(file.Stmts) == 0:
		return nil, errors.New("is no command")
	case len(file.Stmts) > 1:
		return nil, needsShell("several commands")
	}
	s := file.Stmts[0]
	call, ok := s.Cmd.(*syntax.CallExpr)
	switch {
	case !ok && s.Cmd != nil:
		return nil, needsShell("more than one plain command")
	case len(s.Redirs) > 0:
		return nil, needsShell("a redirection")
	case s.Background, s.Negated:
		return nil, needsShell("a mark of the shell")
	case len(call.Assigns) > 0:
		return nil, fmt.Errorf("sets a variable: give --env %s", "NAME=value")
	}
	return call, nil
}

// literal is the text of the parts of a word.
func literal(parts []syntax.WordPart, quoted bool) (string, error) {
	var b strings.Builder
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit:
			if !quoted && strings.ContainsAny(unescaped(p.Value), "*?[") {
				return "", needsShell("a pattern of file names")
			}
			b.WriteString(unescape(p.Value, quoted))
		case *syntax.SglQuoted:
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			text, err := literal(p.Parts, true)
			if err != nil {
				return "", err
			}
			b.WriteString(text)
		case *syntax.ParamExp:
			return "", needsShell("a variable")
		default:
			return "", needsShell("a substitution")
		}
	}
	return b.String(), nil
}

// unescape takes away the backslashes that quote. In double quotes they do so before a few characters only.
func unescape(s string, quoted bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && (!quoted || strings.IndexByte("$`\"\\\n", s[i+1]) >= 0) {
			i++
			if s[i] == '\n' {
				continue // a line that goes on
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// unescaped is what of a text isn't behind a backslash.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// Quote writes words so that Split reads them again.
func Quote(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = w
		if w == "" || strings.Trim(w, plain) != "" || i == 0 && (strings.Contains(w, "=") || slices.Contains(reserved, w)) {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " ")
}

// reserved are the words that begin something else than a plain command, where they stand first.
var reserved = []string{"{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then", "until",
	"while"}

// plain are the characters that mean nothing to a shell.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,+@%{}"
