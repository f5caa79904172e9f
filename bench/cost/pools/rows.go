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
	ours, theirs opening
}

// An opening opens one side of a row. t is what other programs there are, which ours don't need.
type opening func(ctx context.Context, t *theirs) (measure, error)

// A measure takes a figure.
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

// rows are all rows, in the order of the tables. The bars are what the project promises; a row without one is told for
// comparison.
func rows() []row {
	return slices.Concat(startRows(), shareRows(), tripRows(), echoRows(), memoryRows(), forkedRows(), runtimeRows(),
		bareRows())
}

func startRows() []row {
	start := func(name, theirs string, bar float64, q question) row {
		q.Do = "start"
		return row{timeRow(name, "two workers ready", "processes", theirs, bar), openStarts, fromPython(q)}
	}
	return []row{
		start("start-fork", "Pool(2), fork", 2, question{Method: "fork"}),
		start("start-spawn", "Pool(2), spawn", 10, question{Method: "spawn"}),
		start("start-forkserver", "Pool(2), forkserver", 0, question{Method: "forkserver", Server: "running"}),
		start("start-forkserver-first", "Pool(2), forkserver and its server", 0,
			question{Method: "forkserver", Server: "fresh"}),
	}
}

func shareRows() []row {
	shares := func(name, what, ours string, bar float64, n, chunk int) row {
		theirs := fmt.Sprint("Pool.map, chunksize ", chunk)
		return row{rateRow(name, "empty shares, "+what, ours, theirs, bar), openJobs(ours),
			fromPython(question{Do: "map", N: n, Chunk: chunk})}
	}
	return []row{
		shares("shares", "one by one", "processes", 400, mapShares, 1),
		shares("shares-pipe", "one by one", "processes-pipe:chunk=1", 10, mapShares, 1),
		shares("shares-pipe-64", "64 at a time", "processes-pipe:chunk=64", 10, mapManyShares, 64),
	}
}

func tripRows() []row {
	trip := func(name, theirs string, bar float64, q question) row {
		q.Do = "trips"
		return row{timeRow(name, "one share there and back", "a worker's pipe", theirs, bar), openTrips, fromPython(q)}
	}
	return []row{
		trip("trip-pipe", "Pipe, a byte", 2, question{Way: "pipe", N: pipeTrips}),
		trip("trip-apply", "Pool.apply", 5, question{Way: "apply", N: applyTrips}),
	}
}

// echoRows are echoes beside Python's. Those with copies are held to what memory gives, in bareRows.
func echoRows() []row {
	return []row{
		echoRow(copied, "apply", mib, "Pool.apply", 0, smallEchoTrips),
		echoRow(inPlace, "apply", mib, "Pool.apply", 50, smallEchoTrips),
		echoRow(copied, "apply", 16*mib, "Pool.apply", 0, largeEchoTrips),
		echoRow(inPlace, "apply", 16*mib, "Pool.apply", 100, largeEchoTrips),
		echoRow(copied, "by-hand", mib, "shared_memory by hand", 1, smallEchoTrips),
		echoRow(inPlace, "by-hand", mib, "shared_memory by hand", 1, smallEchoTrips),
		echoRow(copied, "by-hand", 16*mib, "shared_memory by hand", 1, largeEchoTrips),
		echoRow(inPlace, "by-hand", 16*mib, "shared_memory by hand", 5, largeEchoTrips),
	}
}

func memoryRows() []row {
	memory := func(method string, bar float64) row {
		return row{memoryRow("memory-"+method, "Pool(2), "+method, bar), openMemory,
			fromPython(question{Do: "memory", Method: method})}
	}
	return []row{memory("fork", 1), memory("spawn", 7), memory("forkserver", 0)}
}

// besideC is what stands beside ours in forkedRows.
const besideC = "C, fork without exec"

// forkedRows are ours beside workers that a warm parent in C forks: what Go's way costs in the end. They have no bar,
// for ours is the dearer one.
func forkedRows() []row {
	rows := []row{
		{timeRow("start-c", "two workers ready", "processes", besideC, 0), openStarts,
			fromC(question{Do: "start"})},
		{rateRow("shares-c", "empty shares, one by one", "processes", besideC, 0), openJobs("processes"),
			fromC(question{Do: "shares"})},
		{timeRow("trip-c", "one share there and back", "a worker's pipe", besideC, 0), openTrips,
			fromC(question{Do: "trips", N: pipeTrips})},
		{memoryRow("memory-c", besideC, 0), openMemory, openForkedMemory},
	}
	for i := range rows {
		rows[i].Beside = costs.BesideC
	}
	return rows
}

// bareRows are what memory and a message give without a pool, and the echoes with copies beside it.
func bareRows() []row {
	message := timeRow("trip-nothing", "two messages and no bytes", "an echo's pipe", "Pipe, a byte", 0)
	pipe := question{Do: "trips", Way: "pipe", N: pipeTrips}
	rows := []row{{message, openEcho("nothing", 1), fromPython(pipe)}}
	for _, size := range []int{mib, 16 * mib} {
		rows = append(rows, memcpyRow(size), echoBareRow(size))
	}
	for i := range rows {
		rows[i].Beside = costs.BesideMemory
	}
	return rows
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

// bytesRow is a row of bytes a second, of a size at a time.
func bytesRow(name, what string, size int, ours, theirs string, bar float64) costs.PoolsRow {
	return costs.PoolsRow{Name: fmt.Sprintf("%s-%dm", name, size/mib), What: what + costs.ByteSize(size), Ours: ours,
		Theirs: theirs, Unit: costs.UnitBytesPerSecond, Bar: bar}
}

// A trip is a way of an echo of ours.
type trip struct{ name, way, doc string }

var (
	copied  = trip{"echo", "memory", "shared memory, three copies"}
	inPlace = trip{"place", "in-place", "shared memory, in place"}
)

func echoRow(ours trip, way string, size int, theirs string, bar float64, n int) row {
	return row{bytesRow(ours.name+"-"+way, "echo of ", size, ours.doc, theirs, bar), openEcho(ours.way, size),
		fromPython(question{Do: "echo", Way: way, Size: size, N: n})}
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
