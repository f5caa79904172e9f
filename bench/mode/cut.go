package mode

// Values of the option cut.
const (
	cutClaimed = "claimed"
	cutStatic  = "static"
)

// CutOption says when it is decided who does which share.
//
//	claimed  A ▐1█▌▐2█▌▐█4█▌▐6▌       who is done takes the next one: a slow core does fewer
//	         B ▐█3██████▌▐5█▌
//	static   A ▐1█▌▐2█▌▐3▌            as many for each: the slowest core, or the longest part, is the wall time
//	         B ▐█4██████▌▐5█▌▐6▌
//
// Claimed is the default, since that is what pools of workers do. Static shows what it is worth.
func CutOption() Option {
	return ChoiceOption("cut", "who does which share: who claims it first, or everyone an equal part of each pass, "+
		"set beforehand",
		cutClaimed, cutStatic)
}

// Beforehand is whether each worker's shares are set before the start.
func (m *Mode) Beforehand() bool { return m.Value("cut") == cutStatic }
