package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkReportProcess is the whole process that draws the record of a run on two cores, by the time that it had a core:
// a start, reading, and a page or a table.
func BenchmarkReportProcess(b *testing.B) {
	dir := b.TempDir()
	built := filepath.Join(dir, "corerace")
	if out, err := exec.Command("go", "build", "-o", built, "corerace/cmd/corerace").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	record, err := filepath.Abs(filepath.Join("..", "..", "results", "recorded", "two-cores.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	for _, format := range []string{"html", "table"} {
		b.Run(format, func(b *testing.B) {
			var had float64 // ms on a core
			for b.Loop() {
				cmd := exec.Command(built, "report", "--format", format, "-o", filepath.Join(dir, "report"), record)
				cmd.Stderr = os.Stderr
				if err := cmd.Run(); err != nil {
					b.Fatal(err)
				}
				had += (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds() * 1e3
			}
			b.ReportMetric(had/float64(b.N), "cpu-ms/op")
		})
	}
}
