package disturb

import "time"

// disturb uses the share duty of a core for ever.
func disturb(duty float64) {
	lockThread()
	busy := time.Duration(duty * float64(period))
	for next := time.Now(); ; {
		next = next.Add(period)
		spin(busy, next)
		if left := time.Until(next); left > 0 {
			time.Sleep(left)
		} else {
			next = time.Now() // periods that were missed are left out
		}
	}
}

// spin uses so much CPU time of the calling thread, or what it gets until end.
func spin(busy time.Duration, end time.Time) {
	for used := -threadCPU(); used+threadCPU() < busy && time.Now().Before(end); {
		chain()
	}
}

// chain keeps a core busy for some 20 µs.
func chain() {
	x := uint64(1)
	for range 15_000 {
		x = x*6364136223846793005 + 1442695040888963407
	}
	if x == 0 {
		panic("a chain that begins at 1 doesn't come to 0 so soon")
	}
}
