package pools

import (
	"context"
	"fmt"
	"slices"

	"corerace/bench/mode"
	"corerace/results/costs"
)

// A row is one figure of both sides.
type row struct {
	costs.PoolsRow
	open     func(ctx context.Context) (measure, error) // ours
	question question                                   // for theirs
}

// A measure takes our figure.
type measure interface {
	take(ctx context.Context) (float64, error)
	close() error
}

// A notHere is why a row can't be measured here.
type notHere struct{ why string }

func (e *notHere) Error() string { return "not here: " + e.why }

const (
	mib = 1 << 20

	mapShares      = 4_000  // of Pool.map one by one: some 150 ms
	mapManyShares  = 64_000 // in chunks of 64: some 80 ms
	pipeTrips      = 500
	applyTrips     = 200
	smallEchoTrips = 5
	largeEchoTrips = 2
)

// rows are all rows, in the order of the table. The bars are what the project promises.
func rows() []row {
	return []row{
		{timeRow("start-fork", "two workers ready", "processes", "Pool(2), fork", 4), openStarts,
			question{Do: "start", Method: "fork"}},
		{timeRow("start-spawn", "two workers ready", "processes", "Pool(2), spawn", 10), openStarts,
			question{Do: "start", Method: "spawn"}},
		{rateRow("shares", "empty shares, one by one", "processes", "Pool.map, chunksize 1", 400), openJobs("processes"),
			question{Do: "map", N: mapShares, Chunk: 1}},
		{rateRow("shares-pipe", "empty shares, one by one", "processes-pipe:chunk=1", "Pool.map, chunksize 1", 10),
			openJobs("processes-pipe:chunk=1"), question{Do: "map", N: mapShares, Chunk: 1}},
		{rateRow("shares-pipe-64", "empty shares, 64 at a time", "processes-pipe:chunk=64", "Pool.map, chunksize 64", 10),
			openJobs("processes-pipe:chunk=64"), question{Do: "map", N: mapManyShares, Chunk: 64}},
		{timeRow("trip-pipe", "one share there and back", "a worker's pipe", "Pipe, a byte", 2), openTrips,
			question{Do: "trips", Way: "pipe", N: pipeTrips}},
		{timeRow("trip-apply", "one share there and back", "a worker's pipe", "Pool.apply", 5), openTrips,
			question{Do: "trips", Way: "apply", N: applyTrips}},
		echoRow(copied, "apply", mib, "Pool.apply", 50, smallEchoTrips),
		echoRow(inPlace, "apply", mib, "Pool.apply", 50, smallEchoTrips),
		echoRow(copied, "apply", 16*mib, "Pool.apply", 50, largeEchoTrips),
		echoRow(inPlace, "apply", 16*mib, "Pool.apply", 50, largeEchoTrips),
		echoRow(copied, "by-hand", mib, "shared_memory by hand", 1, smallEchoTrips),
		echoRow(inPlace, "by-hand", mib, "shared_memory by hand", 1, smallEchoTrips),
		echoRow(copied, "by-hand", 16*mib, "shared_memory by hand", 5, largeEchoTrips),
		echoRow(inPlace, "by-hand", 16*mib, "shared_memory by hand", 5, largeEchoTrips),
		{memoryRow("memory-fork", "Pool(2), fork", 1), openMemory, question{Do: "memory", Method: "fork"}},
		{memoryRow("memory-spawn", "Pool(2), spawn", 7), openMemory, question{Do: "memory", Method: "spawn"}},
	}
}

func timeRow(name, what, ours, theirs string, bar float64) costs.PoolsRow {
	return costs.PoolsRow{Name: name, What: what, Ours: ours, Theirs: theirs, Unit: costs.UnitSeconds, Less: true,
		Bar: bar}
}

func rateRow(name, what, ours, theirs string, bar float64) costs.PoolsRow {
	return costs.PoolsRow{Name: name, What: what, Ours: ours, Theirs: theirs, Unit: costs.UnitPerSecond, Bar: bar}
}

func memoryRow(name, theirs string, bar float64) costs.PoolsRow {
	return costs.PoolsRow{Name: name, What: "private memory of an idle worker", Ours: "processes", Theirs: theirs,
		Unit: costs.UnitBytes, Less: true, Bar: bar}
}

// A trip is a way of an echo of ours.
type trip struct{ name, way, doc string }

var (
	copied  = trip{"echo", "memory", "shared memory, three copies"}
	inPlace = trip{"place", "in-place", "shared memory, in place"}
)

func echoRow(ours trip, way string, size int, theirs string, bar float64, n int) row {
	return row{costs.PoolsRow{Name: fmt.Sprintf("%s-%s-%dm", ours.name, way, size/mib),
		What: "echo of " + costs.ByteSize(size),
		Ours: ours.doc, Theirs: theirs, Unit: costs.UnitBytesPerSecond, Bar: bar},
		openEcho(ours.way, size), question{Do: "echo", Way: way, Size: size, N: n}}
}

// Names are the names of all rows.
func Names() []string {
	var names []string
	for _, r := range rows() {
		names = append(names, r.Name)
	}
	return names
}

func find(name string) (row, error) {
	all := rows()
	i := slices.IndexFunc(all, func(r row) bool { return r.Name == name })
	if i < 0 {
		return row{}, &mode.UnknownError{Kind: "row", Name: name, Known: Names()}
	}
	return all[i], nil
}
