package lab

import (
	"net"
	"testing"
	"time"
)

func TestRoundTripsAreCountedAndTimed(t *testing.T) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ended := make(chan int)
	go func() {
		buf := make([]byte, 256)
		for n := 0; ; n++ {
			size, from, err := conn.ReadFromUDP(buf)
			if err != nil || size == 1 && buf[0] == 'q' {
				ended <- n
				return
			}
			conn.WriteToUDP(buf[:size], from)
		}
	}()
	port := conn.LocalAddr().(*net.UDPAddr).Port
	latencies, wall, err := RoundTrips(t.Context(), port, 20*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if err := EndEcho(port); err != nil {
		t.Fatal(err)
	}
	var sum time.Duration
	for _, l := range latencies {
		sum += l
	}
	if n := <-ended; n != len(latencies)+3 || sum > wall || len(latencies) == 0 {
		t.Errorf("%d requests were answered, %d timed, %v of %v", n, len(latencies), sum, wall)
	}
}
