package words

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"leadpad/intake/paste"
	"leadpad/lead"
)

// What was found in a text is listed, and what has no place is said, less the words
// that only name a field.
func TestWhatWasFoundInAText(t *testing.T) {
	t.Parallel()
	one := paste.Lead{
		Lead: lead.Lead{Kind: lead.Contact},
		Found: []paste.Found{
			{Path: lead.Path{Field: lead.Emails}, Value: "a@b.example"},
			{Path: lead.Path{Field: lead.Addresses, Part: lead.City}, Value: "Berlin"},
			{Path: lead.Path{Contact: 1, Field: lead.Phones}, Value: "030 901820"},
		},
		Left: []paste.Left{{Text: "Tel.", Kind: paste.Tag}, {Text: "HRB 1"}},
	}
	got := strings.Join(Pasted(one), "\n")
	for _, want := range []string{"Kind              contact\n", "City              Berlin\n", "Contact's phones  030 901820\n", "Left over         HRB 1"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not have %q", got, want)
		}
	}
	if strings.Contains(got, "Tel.") {
		t.Errorf("a word that names a filled field is left over: %q", got)
	}
	if got := Unplaced(one, false) + "; " + Unplaced(one, true) + Unplaced(paste.Lead{}, true); got != "1 text without a place went to the notes; 1 text without a place was left out" {
		t.Errorf("got %q", got)
	}
}

// What salvage found out about a file, and what came of it.
func TestWhatWasSalvaged(t *testing.T) {
	t.Parallel()
	if got := Whole("a.db", nil) + "; " + Whole("b.db", fs.ErrNotExist) + Whole("c.db", errors.New("damaged")); got != "a.db is whole: nothing to salvage; b.db is not there: nothing to salvage" {
		t.Errorf("got %q", got)
	}
	if got := Salvaged(true, 3, "kept.db"); len(got) != 2 || !strings.HasPrefix(got[0], "3 leads salvaged as Draft") || !strings.HasSuffix(got[1], "kept.db") {
		t.Errorf("got %q", got)
	}
	if got := Salvaged(false, 0, "kept.db"); len(got) != 1 || !strings.Contains(got[0], "wait a minute") {
		t.Errorf("got %q", got)
	}
}
