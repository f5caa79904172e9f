// Package trial does the experiments of lessons: a race, modes that share something, experiments on locks, messages. It
// writes the record, with the answers that were given before at its beginning and what became of them at its end, and
// says what was found by the names that lessons use.
//
//	gil*2                             the speedup of two workers of mode gil
//	triad/goroutines*2                the same of one workload of several
//	processes*2 vs python-threads*2   how many times as fast the first is as the second, paired in each round
//	slowdown:gil-ticks*2              how many times as long two threads take as one, behind that lock
//	waiting:gil-multicore*4           how many times as fast four waiting threads are as one after the other
//	convoy:gil-multicore*1            how many times fewer requests are answered beside one thread that computes
//	updates:threads*2                 updates that got lost, in percent
//
// It knows all that measures, and nothing of how a lesson is told or drawn.
package trial
