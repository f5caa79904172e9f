package launch

import (
	"encoding/json"
	"strings"
)

// plain are the characters that mean nothing to any shell. Braces aren't among them, which bash expands.
const plain = letters + digits + "-_./:=,+@%"

// shell writes a word as a POSIX shell reads it (XCU 2.2.2: within single quotes every other character is itself).
func shell(word string) string {
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// shellLine writes a command line.
func shellLine(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = shell(w)
	}
	return strings.Join(quoted, " ")
}

// yaml writes a text as YAML's double quotes take it, which is as JSON's do where all characters print.
func yaml(s string) (string, error) {
	b, err := json.Marshal(s)
	return string(b), err
}

// yamlArgument is yaml of a word of a command line, in which Kubernetes would fill in $(NAME): "$$" is a dollar.
func yamlArgument(s string) (string, error) { return yaml(strings.ReplaceAll(s, "$", "$$")) }
