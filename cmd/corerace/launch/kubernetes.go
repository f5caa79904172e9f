package launch

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxLabel is how long a label of a domain name may be, and with it the name of what a job's machines are called by
// (RFC 1123, 2.1).
const maxLabel = 63

// Where a pod finds what its Secret holds.
const (
	secretDir = "/var/run/corerace"
	tokenKey  = "token"
)

// secretKeys are the keys of files of encryption, by their settings; those of certificates are what Kubernetes calls
// them itself.
var secretKeys = map[string]string{"tls-ca": "ca.crt", "tls-cert": "tls.crt", "tls-key": "tls.key"}

// A Kubernetes is an Indexed Job, each pod of which is a worker that stays.
type Kubernetes struct {
	// The files of the Worker lie here, and reach the pods by the Secret; where TokenFile is "" that is there.
	Worker
	Name      string // of the Job
	Namespace string // "" is that of whoever creates it
	Hosts     int    // pods
	Image     string
	Secret    string // its key "token" is the token; "ca.crt", "tls.crt" and "tls.key" are the other files that there are
	Memory    uint64 // bytes a pod
	Time      time.Duration
}

// Manifest is the Job.
func (k Kubernetes) Manifest() (string, error) {
	if err := k.check(); err != nil {
		return "", err
	}
	return write("kubernetes.tmpl", k)
}

// check says what is wrong with the settings.
func (k Kubernetes) check() error {
	if err := k.Worker.check(true); err != nil {
		return err
	}
	if k.Workers == 0 {
		return &SettingError{"workers", "0", fmt.Sprintf("1 to %d", mostWorkers)}
	}
	if err := checkNumber("hosts", k.Hosts, 1, maxHosts); err != nil {
		return err
	}
	// A pod's host name is the Job's with the number of the pod.
	if err := checkLabel("name", k.Name, maxLabel-len("-")-len(strconv.Itoa(k.Hosts-1))); err != nil {
		return err
	}
	if k.Namespace != "" {
		if err := checkLabel("namespace", k.Namespace, maxLabel); err != nil {
			return err
		}
	}
	if err := checkLabel("secret", k.Secret, maxLabel); err != nil {
		return err
	}
	if err := checkWord("image", k.Image, "._-:/@"); err != nil {
		return err
	}
	if k.Memory == 0 {
		return &SettingError{"memory", "0", "an amount such as 1GiB"}
	}
	return checkTime(k.Time)
}

// checkLabel wants a label of a domain name, which is what most things in Kubernetes are called by (RFC 1123, 2.1).
func checkLabel(setting, s string, most int) error {
	if s == "" || len(s) > most || strings.Trim(s, lower+digits+"-") != "" || s[0] == '-' || s[len(s)-1] == '-' {
		return &SettingError{setting, s,
			fmt.Sprintf("at most %d small letters and digits, with - only between them,", most)}
	}
	return nil
}

// Args is the command line of a worker in its pod, without the program.
func (k Kubernetes) Args() []string {
	k.TokenFile = secretDir + "/" + tokenKey
	k.TLSCA, k.TLSCert, k.TLSKey = inPod("tls-ca", k.TLSCA), inPod("tls-cert", k.TLSCert), inPod("tls-key", k.TLSKey)
	return k.command()[1:]
}

// inPod is where a pod finds a file of encryption; nowhere where there is none.
func inPod(setting, path string) string {
	if path == "" {
		return ""
	}
	return secretDir + "/" + secretKeys[setting]
}

// CreateSecret is the command line that makes the Secret of the files, which alone are read for it: the token is on no
// command line. It is nil where the token's file isn't known.
func (k Kubernetes) CreateSecret() []string {
	if k.TokenFile == "" {
		return nil
	}
	words := []string{"kubectl", "create", "secret", "generic", k.Secret, "--from-file=" + tokenKey + "=" + k.TokenFile}
	for _, f := range k.files() {
		words = append(words, "--from-file="+secretKeys[f.setting]+"="+f.path)
	}
	if k.Namespace != "" {
		words = append(words, "--namespace="+k.Namespace)
	}
	return words
}

// Keys are the keys of the Secret that a pod is shown.
func (k Kubernetes) Keys() []string {
	keys := []string{tokenKey}
	for _, f := range k.files() {
		keys = append(keys, secretKeys[f.setting])
	}
	return keys
}

// Dir is the folder in which a pod finds them.
func (k Kubernetes) Dir() string { return secretDir }

// Seconds is the time, in whole seconds, of which there is at least one.
func (k Kubernetes) Seconds() int64 { return int64((k.Time + time.Second - 1) / time.Second) }

// Quantity is the memory as Kubernetes writes it.
func (k Kubernetes) Quantity() string {
	if k.Memory%(1<<20) == 0 {
		return fmt.Sprintf("%dMi", k.Memory>>20)
	}
	return strconv.FormatUint(k.Memory, 10)
}
