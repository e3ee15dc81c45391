package words

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/intake"
	"leadpad/lead"
)

// What keeps a lead a draft is a stored fact of which a sentence is made; what an
// earlier version stored is a sentence and is said as it is.
func TestProblemsInSentences(t *testing.T) {
	t.Parallel()
	batch := uuid.MustParse("01a22e80-8ffc-734d-8dff-9f989a4f2a1c")
	for want, stored := range map[string]string{
		"may already be in ClosingDealz, batch 4f2a1c":                             `{"field":0,"doubt":true,"cause":{"kind":"may be there","batch":"` + batch.String() + `"}}`,
		"may already be in ClosingDealz, batch 4f2a1c by Ana":                      `{"field":0,"doubt":true,"cause":{"kind":"may be there","batch":"` + batch.String() + `","by":"Ana"}}`,
		"may already be in ClosingDealz: this queue was restored from 3 Nov 2026":  `{"field":0,"doubt":true,"cause":{"kind":"restored","day":"2026-11-03"}}`,
		"may already be in ClosingDealz: this queue was restored from a copy":      `{"field":0,"doubt":true,"cause":{"kind":"restored"}}`,
		"may already be in ClosingDealz: it was salvaged from a damaged file":      `{"field":0,"doubt":true,"cause":{"kind":"salvaged"}}`,
		"was sent in batch 4f2a1c from another queue: look for it in ClosingDealz": `{"field":0,"doubt":true,"cause":{"kind":"sent elsewhere","batch":"` + batch.String() + `"}}`,
		"may have been sent from another queue: look for it in ClosingDealz":       `{"field":0,"doubt":true,"cause":{"kind":"may be sent elsewhere"}}`,
		"may already be in ClosingDealz, batch " + batch.String():                  `{"field":0,"doubt":true,"text":"may already be in ClosingDealz, batch ` + batch.String() + `"}`,
		"several stood in the file where one belongs: which one?":                  `{"field":3,"cause":{"kind":"several"}}`,
		"at most 4000 characters, 2 too many, counted with the Company line":       `{"field":3,"cause":{"kind":"too long with the company","units":4002,"limit":4000}}`,
		"at most 50 characters, 1 too many (legacy form)":                          `{"field":3,"cause":{"kind":"too long in the legacy form","units":51,"limit":50}}`,
		"at least 1 in the legacy form":                                            `{"field":3,"cause":{"kind":"too few in the legacy form","limit":1}}`,
		"of a later version":                                                       `{"field":3,"cause":{"kind":"of a later version"}}`,
	} {
		var p lead.Problem
		if err := json.Unmarshal([]byte(stored), &p); err != nil {
			t.Fatal(err)
		}
		if got := Problem(p); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		again, err := json.Marshal(p)
		if err != nil || string(again) != stored {
			t.Errorf("stored as %s, was %s: %v", again, stored, err)
		}
	}
}

// Every kind of problem has its sentence.
func TestEveryCauseHasItsSentence(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for _, file := range []string{"../lead/cause.go", "../api/check.go", "../intake/fact.go"} {
		for _, kind := range constants(t, file, "CauseKind") {
			got := Problem(lead.Problem{Cause: lead.Cause{Kind: lead.CauseKind(kind), Value: "V", Units: 5, Limit: 3}})
			if said[got] != "" || got == kind || utf8.RuneCountInString(got) > 100 || strings.ContainsAny(got, "`%") {
				t.Errorf("%s: %q, as %q", kind, got, said[got])
			}
			said[got] = kind
		}
	}
}

// Leads that are written as JSON say their problems and notes in sentences.
func TestRecordsSayTheirProblems(t *testing.T) {
	t.Parallel()
	note := lead.Problem{Note: true, Cause: lead.Cause{Kind: api.NoPlace}}
	walk := Records(func(f func(intake.Record) error) error {
		return f(intake.Record{Found: []lead.Problem{{Text: "an address needs a domain"}, note}})
	})
	err := walk(func(r intake.Record) error {
		if got := strings.Join(append(r.Problems, r.Notes...), "; "); got != "an address needs a domain; not sent: this kind of lead has no place for it" || len(r.Notes) != 1 {
			t.Errorf("got %q", got)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
