package figure

import (
	"corerace/report/chart"
	"corerace/report/content"
)

// looks gives every mode a colour and a marker, alike in every figure of the document.
func looks(d *content.Document) map[string]chart.Look {
	return looksOf(content.Slots(d))
}

// LooksOf gives modes their colours and markers, as content.SlotsOf has it.
func LooksOf(modes []string) map[string]chart.Look {
	return looksOf(content.SlotsOf(modes))
}

func looksOf(slots map[string]int) map[string]chart.Look {
	all := map[string]chart.Look{}
	for mode, slot := range slots {
		all[mode] = lookOf(slot)
	}
	return all
}

// lookOf is how what has a slot is drawn.
func lookOf(slot int) chart.Look {
	if slot < 0 {
		return chart.BaselineLook
	}
	return chart.LookOf(slot)
}
