package law

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// symRow is a row of a reference table of SaS(1).
type symRow struct{ alpha, x, density, survival, logDensity float64 }

// symTable reads alpha, x, density, survival from a CSV file, behind a header if it has one.
func symTable(t *testing.T, path string) (rows []symRow) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip("no reference table at", path)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if records[0][0] == "alpha" {
		records = records[1:]
	}
	for _, record := range records {
		var v [4]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(record[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		rows = append(rows, symRow{v[0], v[1], v[2], v[3], math.Log(v[2])})
	}
	return rows
}

// symOff is the relative error of got, 0 where both are 0.
func symOff(got, want float64) float64 {
	if got == want {
		return 0
	}
	return math.Abs(got/want - 1)
}

// symCheck compares every method of the law with a table at the relative error limit.
func symCheck(t *testing.T, rows []symRow, limit float64) {
	t.Helper()
	worstF, worstS := 0., 0.
	for _, r := range rows {
		law := SaS(r.alpha, 1)
		f, s := symOff(law.Prob(r.x), r.density), symOff(law.Survival(r.x), r.survival)
		if r.density < 1e-307 { // too few bits are left
			f = 0
		}
		if !(f <= limit) || !(s <= limit) {
			t.Errorf("alpha %g, x %g: density off by %.2g, survival by %.2g", r.alpha, r.x, f, s)
		}
		if law.Prob(-r.x) != law.Prob(r.x) || law.CDF(-r.x) != law.Survival(r.x) || law.Survival(-r.x) != law.CDF(r.x) {
			t.Errorf("alpha %g, x %g: not symmetric", r.alpha, r.x)
		}
		if c := law.CDF(r.x); !(math.Abs(c-(1-r.survival)) <= 4e-15) {
			t.Errorf("alpha %g, x %g: CDF %.17g", r.alpha, r.x, c)
		}
		if l := law.LogProb(r.x); !(math.Abs(l-r.logDensity) <= limit*(1+math.Abs(r.logDensity))) {
			t.Errorf("alpha %g, x %g: ln f = %.17g, want %.17g", r.alpha, r.x, l, r.logDensity)
		}
		worstF, worstS = max(worstF, f), max(worstS, s)
	}
	t.Logf("%d rows: density within %.2g, survival within %.2g", len(rows), worstF, worstS)
}

// The shared table (60-digit mpmath), 64 rows. Its last Gaussian density, f(1000) = 1e-108575,
// is below all floats: the logarithm is known in closed form.
func TestSymmetricSharedReference(t *testing.T) {
	rows := symTable(t, filepath.Join("..", "..", "shared", "reference", "sas_density.csv"))
	if len(rows) != 64 {
		t.Errorf("%d rows, not 64", len(rows))
	}
	for i, r := range rows {
		if r.density == 0 {
			if r.alpha != 2 {
				t.Fatalf("row %d: a density of 0", i)
			}
			rows[i].logDensity = -r.x*r.x/4 - math.Log(2*math.SqrtPi)
		}
	}
	symCheck(t, rows, 1e-12)
}

// testdata/sas_reference.csv: alpha, x, density, survival at 14 tail indices (all exact in
// binary), 13 x each, by mpmath at 50 digits: the trapezoidal rule in ln u for
//
//	f = (1/pi) Re int e^(ikx) (exp(-k^alpha) - 1) dk,   S = -(1/pi) Im int e^(ikx) (exp(-k^alpha) - 1) dk/k
//
// on the ray k = u e^(i phi), phi = pi/(4 max(alpha, 1)), at two steps that agree to 1e-18.
func TestSymmetricReference(t *testing.T) {
	rows := symTable(t, filepath.Join("testdata", "sas_reference.csv"))
	if len(rows) != 182 {
		t.Errorf("%d rows, not 182", len(rows))
	}
	symCheck(t, rows, 1e-13)
}

// Far in the core and far out at small tail indices: mpmath, the series in x^-alpha
// (Zolotarev 1986, 2.4), which converges for alpha < 1, at 80 digits and more.
func TestSymmetricReferenceSmallIndex(t *testing.T) {
	symCheck(t, []symRow{
		{0.001, 1e-300, 1.35733722702381278e+296, 0.431932629170497491, 681.870712385445995},
		{0.001, 1e+100, 1.79451001164726364e-104, 0.2739540804316308, -238.884117660717363},
		{0.005, 1e-300, 1.61173392025331309e+285, 0.499999999999989769, 656.714062071885648},
		{0.005, 1e-100, 3.36737307613639909e+96, 0.478640130841638378, 222.262301865192358},
		{0.01, 1e-200, 1.45671976149716578e+157, 0.5, 361.882046769380682},
		{0.01, 1e-100, 2.39798190669239135e+94, 0.499975860207412267, 217.317626252851343},
		{0.01, 1.0, 0.00183929217592196296, 0.314998672619283944, -6.29837446837120088},
		{0.01, 1e+300, 4.96648385780714642e-306, 0.000496895392365717152, -702.988326339724999},
		{0.02, 1e-100, 9.68110636617951564e+63, 0.5, 147.333037047409109},
		{0.02, 1e-20, 207291575021874800.0, 0.458230952492617734, 39.8729027720498065},
		{0.02, 1e+100, 9.78951813890788351e-105, 0.00491904331131208665, -239.490122528767111},
		{0.05, 1e-20, 1602275589439379.86, 0.49996591435346721, 35.0102012571258277},
		{0.05, 1e-05, 766.503539705993639, 0.411047591769727723, 6.64183931631293922},
		{0.05, 1e+31, 6.66663788990869474e-35, 0.0135180071385566021, -78.6933625864287296},
		{0.05, 1e+100, 2.43123563964810323e-107, 4.86249496522514436e-6, -245.488205328567187},
		{0.0625, 1e-20, 4310636157838.05418, 0.499999951216384018, 29.0921066095787961},
		{0.08, 1e-20, 544482090.988428724, 0.499999999994555177, 20.1153456090496894},
		{0.1, 1e-20, 1155082.91498373667, 0.499999999999988449, 13.9596826872261126},
		{0.1, 1e-10, 545504.229853925306, 0.499931255656379004, 13.2094658383112224},
		{0.1, 1e+31, 3.76005677041640283e-36, 0.000376148065516437241, -81.5686292919828222},
		{0.1, 1e+100, 4.73721660144236531e-112, 4.73721660166815007e-11, -256.334080666989894},
		{0.1, 1e+300, 0, 4.7372166018939229e-31, -762.902801125584623},
		{0.2, 1e-06, 38.139740229902215, 0.499961823073944326, 3.64125678918689201},
		{0.25, 1e+40, 1.10410625832131773e-51, 4.41642503348474219e-11, -117.33280355099356},
		{0.375, 0.001, 1.27502133654261882, 0.49872358213713153, 0.242962913013599009},
		{0.375, 1e+300, 0, 1.32561486002248063e-113, -951.666596262450146},
	}, 1e-13)
}

// f(0) = Gamma(1 + 1/alpha)/(pi scale) and S = 1/2, down to where it overflows.
func TestSymmetricCentre(t *testing.T) {
	for _, alpha := range []float64{.001, .005, .006, .007, .01, .011, .02, .05, .1, .3, .5, .75, .9, .999, 1 - 1e-12,
		1, 1 + 1e-12, 1.001, 1.25, 1.5, 1.75, 1.9, 1.9000001, 1.99, 2 - 1e-9, 2} {
		for _, scale := range []float64{1, 3} {
			law := Stable{Alpha: alpha, Scale: scale, Loc: 5}
			want := math.Gamma(1+1/alpha) / math.Pi / scale
			limit := 1e-14 + 1e-16/alpha*math.Log(1/alpha) // 1/alpha rounds, and Gamma is steep
			if f := law.Prob(5); !(symOff(f, want) <= 4*limit) {
				t.Errorf("alpha %g, scale %g: f(0) = %.17g, want %.17g", alpha, scale, f, want)
			}
			if law.CDF(5) != .5 || law.Survival(5) != .5 {
				t.Errorf("alpha %g: half of the mass is not on each side, %v and %v", alpha, law.CDF(5), law.Survival(5))
			}
		}
	}
}
