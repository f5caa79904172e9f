package scaling

import (
	"math"
	"testing"
)

// The tables here, and what others found in them, are published:
//
//   - specsdm91 and raytracer: Gunther, Guerrilla Capacity Planning (2007), chapter 5, as data sets of the R package
//     usl (github.com/smoeding/usl); the figures are from the saved outputs of its tests (summary, residuals,
//     fitted, coef and confint of version 3), which fit X(N) by nlxb, by least squares with γ free, as is done here.
//   - cisco: Schwartz, Practical Scalability Analysis with the Universal Scalability Law (2015), fitted there with
//     R's nls; and the figures that the tests of github.com/codahale/usl add to it.
//
// Version 1 of the package divided by X(1) and fitted a parabola (specsdm91: σ = 0.01705); that is another method.

// table makes a series of workers and throughputs, as ReadCSV does.
func table(workers []int, throughput ...float64) Series {
	s := Series{}
	for i, n := range workers {
		s.Points = append(s.Points, Point{Workers: n, Throughput: throughput[i]})
	}
	s.compare()
	return s
}

func specsdm91() Series {
	return table([]int{1, 18, 36, 72, 108, 144, 216}, 64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2)
}

func raytracer() Series {
	return table([]int{1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64}, 20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310)
}

func cisco(points int) Series {
	x := []float64{955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8, 7867.61, 8278.71,
		8646.7, 9047.84, 9426.55, 9645.37, 9897.24, 10097.6, 10240.5, 10532.39, 10798.52, 11151.43, 11518.63, 11806,
		12089.37, 12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.4, 12074.39}
	workers := make([]int, points)
	for i := range workers {
		workers[i] = i + 1
	}
	return table(workers, x[:points]...)
}

func TestSpecSDM91HasThePublishedFit(t *testing.T) {
	f := Analyse(specsdm91())
	near(t, "σ", f.USL.Sigma.Center, 0.0277285, 1e-7)
	near(t, "κ", f.USL.Kappa.Center, 0.0001044, 1e-7)
	near(t, "γ", f.USL.Gamma.Center, 89.995233, 2e-5) // nlxb and nls differ in the seventh digit
	near(t, "residual standard error", math.Sqrt(f.a.usl.squares/4)*f.a.d.scale, 82.85, 0.01)
	near(t, "κ's standard error", f.a.standardErrors(f.a.usl)[2], 1.988e-5, 1e-8)
	near(t, "σ's standard error", f.a.standardErrors(f.a.usl)[1], 0.0091217, 2e-7)
	near(t, "γ's standard error", f.a.standardErrors(f.a.usl)[0]*f.a.d.scale, 14.2134894, 1e-4)
	for i, want := range []float64{-25.10, -81.66, 111.09, 3.05, -49.99, -46.60, 56.00} {
		p, err := f.Predict(f.Points[i].Workers)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "residual", f.Points[i].Throughput-p.Throughput.Center, want, 0.01)
	}
	near(t, "peak", f.Peak.Center, 96.5, 0.1)
	if !f.Identifiable || f.DF != 4 || f.Law != lawUSL || f.Peak.Lo > 96.5 || f.Peak.Hi < 96.5 {
		t.Errorf("%+v", f)
	}
}

// standardErrors are what R prints beside coefficients: the roots of the diagonal of s²(JᵀJ)⁻¹.
func (a *analysis) standardErrors(m *fitted) params {
	var out params
	n, _ := a.d.normal(m.law, m.p)
	det := func(r, c []int) float64 { return n[r[0]][c[0]]*n[r[1]][c[1]] - n[r[0]][c[1]]*n[r[1]][c[0]] }
	all := n[0][0]*det([]int{1, 2}, []int{1, 2}) - n[0][1]*det([]int{1, 2}, []int{0, 2}) +
		n[0][2]*det([]int{1, 2}, []int{0, 1})
	for i, rest := range [][]int{{1, 2}, {0, 2}, {0, 1}} {
		out[i] = math.Sqrt(m.squares / float64(m.df) * det(rest, rest) / all)
	}
	return out
}

func TestRaytracerFallsBackToAmdahlAsPublished(t *testing.T) {
	f := Analyse(raytracer())
	near(t, "σ", f.USL.Sigma.Center, 0.057771, 1e-6)
	near(t, "κ", f.USL.Kappa.Center, 0, 1e-9)
	near(t, "γ", f.USL.Gamma.Center, 21.848843, 2e-5)
	near(t, "sum of squares", f.a.usl.squares*f.a.d.scale*f.a.d.scale, 697.2378, 1e-4)
	if f.USL.Sigma.Center != f.Amdahl.Sigma.Center || f.Identifiable || f.Law != lawAmdahl || f.DF != 8 {
		t.Errorf("%+v", f)
	}
	if f.USL.Kappa.Lo != 0 || f.USL.Kappa.Hi <= 0 || f.Peak.N != 0 {
		t.Errorf("κ %+v, peak %+v", f.USL.Kappa, f.Peak)
	}
	says(t, f, "κ is at its bound 0, so the USL falls back to Amdahl's law")
}

func TestCiscoHasThePublishedFit(t *testing.T) {
	f := Analyse(cisco(32))
	// nls stops a little before the least squares: the sixth digits differ, and what is found here leaves less.
	near(t, "σ", f.USL.Sigma.Center, 0.02671591, 1e-7)
	near(t, "κ", f.USL.Kappa.Center, 7.690945e-4, 2e-9)
	near(t, "λ", f.USL.Gamma.Center, 995.6486, 5e-4)
	if theirs := f.a.d.squares(uslLaw, params{995.6486 / f.a.d.scale, 0.02671591,
		7.690945e-4}); f.a.usl.squares > theirs {
		t.Errorf("a sum of squares of %v, the published parameters leave %v", f.a.usl.squares, theirs)
	}
	near(t, "peak, rounded down", math.Floor(f.Peak.Center), 35, 1)
	for n, want := range map[int]float64{1: 995.648772, 20: 11063.633126, 35: 12341.745655} {
		p, err := f.Predict(n)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "throughput", p.Throughput.Center, want, 0.005)
		if p.Kind != "model" || p.Beyond != (n > 32) || p.Law != lawUSL {
			t.Errorf("%+v", p)
		}
	}
	if !f.Identifiable || *f.USL.AICc >= *f.Amdahl.AICc {
		t.Errorf("%+v", f)
	}
	says(t, f, "prefer the USL to Amdahl's law")
	says(t, f, "would peak at 35.6")
}

// The published figures are numbers of workers at which the model of the first ten points has a given latency, which
// by Little's law is N ÷ X(N).
func TestFirstTenCiscoPointsHaveThePublishedLatencies(t *testing.T) {
	f := Analyse(cisco(10))
	m := f.a.usl
	for n, want := range map[float64]float64{7.230628979597649: 0.0012, 20.25106409917121: 0.0016,
		29.88889360938781: 0.0020} {
		x, _ := m.at(n, m.p)
		near(t, "latency", n/(x*f.a.d.scale), want, 1e-8)
	}
}

func TestExactPointsGiveTheirParametersBack(t *testing.T) {
	// The published table of six points was made with σ = κ = 0.02.
	f := Analyse(table([]int{1, 2, 4, 6, 8, 10}, 1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557))
	near(t, "σ", f.USL.Sigma.Center, 0.02, 1e-4)
	near(t, "κ", f.USL.Kappa.Center, 0.02, 1e-4)
	near(t, "γ", f.USL.Gamma.Center, 1, 1e-3)
	near(t, "peak", f.Peak.Center, 7, 0.05)
}
