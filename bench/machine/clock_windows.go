package machine

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	system32    = windows.NewLazySystemDLL("kernel32.dll")
	tickCounter = system32.NewProc("QueryPerformanceCounter")
	tickRate    = system32.NewProc("QueryPerformanceFrequency")
)

// clockBase is a moment by both clocks.
var clockBase, counterBase = time.Now(), performance()

// Now is the time by the performance counter. That of package time moves with the timer's interrupt here, by up to
// 15.6 ms a step.
func Now() time.Time { return clockBase.Add(performance() - counterBase) }

// Since is the time since a moment that [Now] gave.
func Since(t time.Time) time.Duration { return Now().Sub(t) }

// performance reads the performance counter, which every Windows that Go runs on has.
func performance() time.Duration {
	var ticks, perSecond int64
	tickCounter.Call(uintptr(unsafe.Pointer(&ticks)))
	tickRate.Call(uintptr(unsafe.Pointer(&perSecond)))
	perSecond = max(perSecond, 1)
	return time.Duration(ticks/perSecond)*time.Second + time.Duration(ticks%perSecond*int64(time.Second)/perSecond)
}
