package process

import "testing"

func TestLastWordsAreUnderstood(t *testing.T) {
	const stack = "\nruntime stack:\nruntime.throw({0x1?, 0x2?})\n\t/go/panic.go:1 +0x1\n"
	for _, c := range []struct{ words, want string }{
		{"", ""},
		{"panic: boom\n\ngoroutine 7 [running]:\n", "panic: boom"},
		{"SIGSEGV: segmentation violation\nPC=0x1\n", "SIGSEGV: segmentation violation"},
		{stack + "runtime.sysMapOS(0x1, 0x2)\n", "out of memory: it may use 64 MiB"},
		{stack + "runtime.(*mheap).sysAlloc(0x1)\n", "out of memory: it may use 64 MiB"},
		{stack + "runtime.mapassign_fast64(0x1)\n", ""},
		{"\x00\xff", ""},
	} {
		p := &process{words: c.words, memory: 64 << 20}
		got := ""
		if err := p.crashed(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.words, got, c.want)
		}
	}
	p := &process{words: stack + "runtime.sysMapOS(0x1, 0x2)\n"}
	if err := p.crashed(); err != nil {
		t.Errorf("a worker without a limit: %v", err)
	}
}

func TestSizesAreWrittenAsPeopleDo(t *testing.T) {
	for bytes, want := range map[uint64]string{1 << 30: "1 GiB", 256 << 20: "256 MiB", 3 << 10: "3 KiB",
		1000: "1000 bytes"} {
		if got := sizeText(bytes); got != want {
			t.Errorf("%d is %s, want %s", bytes, got, want)
		}
	}
}
