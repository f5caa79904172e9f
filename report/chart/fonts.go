package chart

import (
	_ "embed"
	"strings"
	"sync"

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

// LoadFonts adds Inter to gonum's cache, once.
var LoadFonts = sync.OnceValue(func() error {
	var faces font.Collection
	for _, f := range []struct {
		woff   []byte
		weight xfont.Weight
	}{{Inter400, xfont.WeightNormal}, {Inter500, xfont.WeightMedium}, {Inter600, xfont.WeightSemiBold}} {
		ttf, err := unpackWOFF(f.woff)
		if err != nil {
			return err
		}
		face, err := opentype.Parse(ttf)
		if err != nil {
			return err
		}
		faces = append(faces, font.Face{Font: font.Font{Typeface: family, Weight: f.weight}, Face: face})
	}
	font.DefaultCache.Add(faces)
	return nil
})

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
