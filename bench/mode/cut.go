package mode

// Values of the option cut.
const (
	cutClaimed = "claimed"
	cutStatic  = "static"
)

// CutOption says when it is decided who does which share.
func CutOption() Option {
	return ChoiceOption("cut", "who does which share: who claims it first, or everyone an equal part of each pass, "+
		"set beforehand",
		cutClaimed, cutStatic)
}
