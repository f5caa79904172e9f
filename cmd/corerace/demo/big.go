package demo

import "strings"

// glyphRows is how high a big character is.
const glyphRows = 5

// glyphs are the characters of big figures, a sign for a full cell.
var glyphs = map[rune][glyphRows]string{
	'0': {"#####", "#   #", "#   #", "#   #", "#####"},
	'1': {"  #  ", " ##  ", "  #  ", "  #  ", " ### "},
	'2': {"#####", "    #", "#####", "#    ", "#####"},
	'3': {"#####", "    #", " ####", "    #", "#####"},
	'4': {"#   #", "#   #", "#####", "    #", "    #"},
	'5': {"#####", "#    ", "#####", "    #", "#####"},
	'6': {"#####", "#    ", "#####", "#   #", "#####"},
	'7': {"#####", "    #", "   # ", "  #  ", "  #  "},
	'8': {"#####", "#   #", "#####", "#   #", "#####"},
	'9': {"#####", "#   #", "#####", "    #", "#####"},
	'.': {"  ", "  ", "  ", "  ", "##"},
	',': {"  ", "  ", "  ", " #", "# "},
	'×': {"     ", "#   #", " # # ", "  #  ", " # # "},
	's': {"    ", "####", "##  ", "  ##", "####"},
	' ': {"  ", "  ", "  ", "  ", "  "},
}

// big sets a figure in large characters, row by row; nothing where it is wider than width cells. A figure that wasn't
// measured is drawn with the fainter sign.
func big(figure string, width int, sign rune) []string {
	rows := make([]string, glyphRows)
	for i, r := range []rune(figure) {
		g, ok := glyphs[r]
		if !ok {
			return nil
		}
		for row := range rows {
			if i > 0 {
				rows[row] += " "
			}
			rows[row] += strings.ReplaceAll(g[row], "#", string(sign))
		}
	}
	if len([]rune(rows[0])) > width {
		return nil
	}
	return rows
}
