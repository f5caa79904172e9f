package chart

import (
	_ "embed"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
)

// Inter (fonts/OFL.txt) is kept as WOFF because a page embeds it as it is, at half the size of a TTF; charts unpack
// it once. The files are inter-latin-{400,500,600}-normal.woff of the npm package @fontsource/inter 5.3.0.
var (
	//go:embed fonts/inter-400.woff
	Inter400 []byte
	//go:embed fonts/inter-500.woff
	Inter500 []byte
	//go:embed fonts/inter-600.woff
	Inter600 []byte
)

// family is what text is set in; fallback stands in for a string with a character that Inter's Latin set lacks
// (≥ and → are among them), and is what gonum/plot links anyway.
const (
	family   font.Typeface = "Inter"
	fallback font.Typeface = "Liberation"
)

// inter are the weights of Inter, packed.
var inter = map[xfont.Weight][]byte{xfont.WeightNormal: Inter400, xfont.WeightMedium: Inter500,
	xfont.WeightSemiBold: Inter600}

// LoadFonts adds Inter to gonum's cache, once.
var LoadFonts = sync.OnceValue(func() error {
	var faces font.Collection
	for weight := range inter {
		f := font.Font{Typeface: family, Weight: weight}
		ttf, err := fontFile(f)
		if err != nil {
			return err
		}
		face, err := opentype.Parse(ttf)
		if err != nil {
			return err
		}
		faces = append(faces, font.Face{Font: f, Face: face})
	}
	font.DefaultCache.Add(faces)
	return nil
})

// fontFile is a font that text is set in, as TrueType.
func fontFile(f font.Font) ([]byte, error) {
	switch {
	case f.Typeface == family:
		return unpackWOFF(inter[f.Weight])
	case f.Weight == xfont.WeightNormal:
		return liberationsansregular.TTF, nil
	}
	return liberationsansbold.TTF, nil
}

// faceFor is Inter, or the fallback where Inter lacks a character of s.
func faceFor(s string, weight xfont.Weight, size font.Length) font.Face {
	_ = LoadFonts() // a text may be measured before anything is drawn, which reports what is wrong
	face := font.DefaultCache.Lookup(font.Font{Typeface: family, Weight: weight}, size)
	if showable(face, s) == s {
		return face
	}
	if weight != xfont.WeightNormal {
		weight = xfont.WeightBold
	}
	return font.DefaultCache.Lookup(font.Font{Typeface: fallback, Variant: "Sans", Weight: weight}, size)
}

// showable is s with a question mark for every character that a face lacks. A raster needs it; a browser finds a
// font of its own.
func showable(face font.Face, s string) string {
	var buf sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if i, err := face.Face.GlyphIndex(&buf, r); err != nil || i == 0 {
			return '?'
		}
		return r
	}, s)
}
