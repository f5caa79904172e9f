package content

// heads say what the columns of the tables mean, in place.
var heads = map[string]string{
	"wall":          "median time from all workers ready to the last sum in",
	PassHead:        "median time of one pass over the work, for modes made another number of passes",
	CallHead:        "time of one call, or of one run of a command: the median, or the mean where only that is left",
	"speedup":       "how many times as fast as the baseline, which shows 1×, and its 95 % interval",
	"measured":      "speedup as it was measured, and its 95 % interval",
	"projected":     "speedup on an idle machine, by a model of where the workers' time went",
	"quiet rounds":  "measured speedup over the quiet rounds alone",
	"work":          "CPU time over that of the baseline: above 1 the work itself grew",
	"with start":    "speedup if starting the workers counts, too",
	"efficiency":    "speedup over the number of workers",
	"cores busy":    "cores at work on the whole machine / by this program",
	"spawn":         "median time to start the workers",
	MovingHead:      "share of the workers' time in which blocks were on their way",
	EncodingHead:    "share of the workers' time in which blocks were encoded or decoded",
	HandOverHead:    "median time that a worker had nothing to do between two lots",
	"interval":      "where the true value may lie: 95 of 100 such intervals hold it",
	"ideal":         "what the cores allow at most",
	"fork+exec":     "until the new program runs",
	"share (PSS)":   "memory, what n processes share counted for an nth in each",
	"private (USS)": "memory that would be free without them",
	"RSS":           "memory, what is shared counted in full in every one",
}

// HeadMeans is what a column says, "" where its head says enough.
func HeadMeans(head string) string { return heads[head] }
