package main

import (
	"testing"
	"time"
)

func TestNoTimeIsRoundedToNothing(t *testing.T) {
	for d, want := range map[time.Duration]string{42 * time.Nanosecond: "42ns", 31 * time.Millisecond: "31ms",
		1234 * time.Millisecond: "1.2s", 61*time.Second + 400*time.Millisecond: "1m1s"} {
		if got := roundTime(d).String(); got != want {
			t.Errorf("%v is %s, %s expected", int64(d), got, want)
		}
	}
}
