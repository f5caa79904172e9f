package launch

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// manifestEnv is the program that reads a manifest by the types of Kubernetes; .ci/run builds it of .ci/manifest, since
// those types are no dependency of this module.
const manifestEnv = "CORERACE_MANIFEST"

// A job is what is looked at of what Kubernetes understood.
type job struct {
	APIVersion, Kind string
	Spec             struct {
		CompletionMode                              string
		Completions, Parallelism                    int
		BackoffLimitPerIndex, ActiveDeadlineSeconds int
		PodFailurePolicy                            struct{ Rules []any }
		Template                                    struct{ Spec pod }
	}
}

type pod struct {
	RestartPolicy   string
	SecurityContext struct{ RunAsNonRoot bool }
	Containers      []struct {
		Image           string
		Command, Args   []string
		Resources       struct{ Requests, Limits struct{ CPU, Memory string } }
		SecurityContext struct {
			ReadOnlyRootFilesystem               bool
			AllowPrivilegeEscalation, Privileged *bool
			Capabilities                         struct{ Drop []string }
		}
	}
	Volumes []struct {
		Secret struct {
			SecretName  string
			DefaultMode int
			Items       []struct{ Key, Path string }
		}
	}
}

// understood is what Kubernetes makes of a manifest.
func understood(t *testing.T, program string, k Kubernetes) (j job) {
	t.Helper()
	text, err := k.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), program)
	c.Stdin = strings.NewReader(text)
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, stderr.String(), text)
	}
	if err := json.Unmarshal(out, &j); err != nil {
		t.Fatal(err)
	}
	return j
}

func TestKubernetesUnderstandsTheManifestStrictly(t *testing.T) {
	program := os.Getenv(manifestEnv)
	if program == "" {
		testkit.Missing(t, "kubernetes", manifestEnv+" names no program that knows the types of Kubernetes")
	}
	for _, word := range []string{"corerace", "$(HOME)", "$$(HOME)", "a$", `a"b`, `a\nb`, "a: b", "#a", "a #b", "'", "&a",
		"*a", "!a", "true", "1e3", "null", "~", "äöü", "{}", "[]", "a\u00a1b", "%"} {
		k := kubernetes()
		k.Program, k.TLSCA, k.Namespace = word, "ca", "123"
		j := understood(t, program, k)
		spec, p, c := j.Spec, j.Spec.Template.Spec, j.Spec.Template.Spec.Containers[0]
		if j.APIVersion != "batch/v1" || j.Kind != "Job" || spec.CompletionMode != "Indexed" || spec.Completions != k.Hosts ||
			spec.Parallelism != k.Hosts || spec.BackoffLimitPerIndex != 3 || spec.ActiveDeadlineSeconds != 3600 ||
			len(spec.PodFailurePolicy.Rules) != 2 {
			t.Errorf("%+v", j)
		}
		if p.RestartPolicy != "Never" || !p.SecurityContext.RunAsNonRoot || p.Volumes[0].Secret.SecretName != k.Secret ||
			p.Volumes[0].Secret.DefaultMode != 0o440 || len(p.Volumes[0].Secret.Items) != 2 {
			t.Errorf("%+v", p)
		}
		safe := c.SecurityContext
		if !safe.ReadOnlyRootFilesystem || safe.Privileged == nil || *safe.Privileged ||
			safe.AllowPrivilegeEscalation == nil || *safe.AllowPrivilegeEscalation ||
			!slices.Equal(safe.Capabilities.Drop, []string{"ALL"}) {
			t.Errorf("%+v", safe)
		}
		if c.Resources.Limits != c.Resources.Requests || c.Resources.Limits.CPU != strconv.Itoa(k.Workers) ||
			c.Resources.Limits.Memory != "1Gi" {
			t.Errorf("%+v", c.Resources)
		}
		if got := append(filledIn(c.Command), filledIn(c.Args)...); !slices.Equal(got, append([]string{word}, k.Args()...)) {
			t.Errorf("%q became %q", word, got)
		}
	}
}

// filledIn are the words of a command line as Kubernetes hands them on: "$$" is a dollar, and $(NAME) a variable, which
// none of ours is.
func filledIn(words []string) (all []string) {
	for _, w := range words {
		w = strings.ReplaceAll(w, "$$", "\x00")
		w = strings.ReplaceAll(w, "$(", "a variable(")
		all = append(all, strings.ReplaceAll(w, "\x00", "$"))
	}
	return all
}
