package paste_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"leadpad/intake/paste"
)

// postalText is one test address and its parts.
type postalText struct {
	country, text string
	parts         map[string]string
}

func postalTexts(t *testing.T) []postalText {
	t.Helper()
	raw, err := os.ReadFile("testdata/opencage.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []postalText
	for l := range strings.Lines(string(raw)) {
		cells := strings.Split(strings.TrimSpace(l), "\t")
		if strings.HasPrefix(l, "#") || len(cells) < 3 {
			continue
		}
		p := postalText{country: cells[0], text: strings.ReplaceAll(cells[1], ` \ `, "\n"), parts: map[string]string{}}
		for _, cell := range cells[2:] {
			part, value, _ := strings.Cut(cell, "=")
			p.parts[part] = value
		}
		out = append(out, p)
	}
	return out
}

// shares are the parts that came out right, and all of them, by a key.
type shares struct{ right, all map[string]int }

func newShares() shares { return shares{map[string]int{}, map[string]int{}} }

func (s shares) count(key string, ok bool) {
	s.all[key]++
	if ok {
		s.right[key]++
	}
}

// Addresses of 243 countries and territories, written as their posts want them, come
// apart again. The share that comes out right is printed for each of them.
func TestAddressesOfAllCountries(t *testing.T) {
	t.Parallel()
	byCountry, byPart := newShares(), newShares()
	for _, p := range postalTexts(t) {
		got := map[string][]string{}
		for _, one := range paste.Read("jane.doe@gmail.com\n"+p.text, paste.Options{}) {
			maps.Copy(got, fieldsOf(one.Lead))
		}
		for part, want := range p.parts {
			ok := slices.ContainsFunc(got[part], func(s string) bool { return strings.TrimRight(s, ".") == strings.TrimRight(want, ".") })
			byCountry.count(p.country, ok)
			byPart.count(part, ok)
			if !ok {
				t.Logf("%s %q: %s is %q, want %q", p.country, p.text, part, got[part], want)
			}
		}
	}
	printShares(t, byCountry, byPart)
}

func printShares(t *testing.T, byCountry, byPart shares) {
	t.Helper()
	const least = 0.75
	right, all := 0, 0
	var line []string
	for _, country := range slices.Sorted(maps.Keys(byCountry.all)) {
		right, all = right+byCountry.right[country], all+byCountry.all[country]
		line = append(line, fmt.Sprintf("%s %.0f %%", country, 100*float64(byCountry.right[country])/float64(byCountry.all[country])))
	}
	for row := range slices.Chunk(line, 12) {
		t.Log(strings.Join(row, "  "))
	}
	for _, part := range slices.Sorted(maps.Keys(byPart.all)) {
		t.Logf("%-8s %3d of %3d (%.1f %%)", part, byPart.right[part], byPart.all[part], 100*float64(byPart.right[part])/float64(byPart.all[part]))
	}
	share := float64(right) / float64(all)
	t.Logf("all      %3d of %3d (%.1f %%) in %d countries and territories", right, all, 100*share, len(byCountry.all))
	if share < least {
		t.Errorf("%.1f %% of the parts are right, want %.0f %%", 100*share, 100*least)
	}
}
