package legible

// Caps on what is shown. A record is not trusted to be small; what a cap leaves out is said, and is in the CSV.
const (
	MaxName      = 60  // runes of a name
	MaxText      = 400 // runes of a sentence from the record
	MaxRows      = 200 // rows of a table
	MaxWorkloads = 12  // workloads with figures
	MaxWarnings  = 40  // warnings, notes, problems and verdicts, each
	MaxCoreCols  = 32  // columns of the table of cores
	MaxCoreRows  = 16  // rows of a heat map; more cores are averaged into this many
)

// Capped keeps the first of a list and says how many more there are.
func Capped(all []string, thing string) []string {
	if len(all) <= MaxWarnings {
		return all
	}
	more := Count(len(all)-MaxWarnings, "more "+thing)
	return append(all[:MaxWarnings:MaxWarnings], "and "+more)
}
