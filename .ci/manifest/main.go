// Manifest reads a manifest from standard input, strictly, as the Job that it must be: a field that Kubernetes doesn't
// know is an error, as is one that is there twice. It writes what it understood as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	batchv1 "k8s.io/api/batch/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	var job batchv1.Job
	if err := yaml.UnmarshalStrict(text, &job); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(job)
}
