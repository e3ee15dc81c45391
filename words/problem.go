package words

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/safe"
)

// Problem is what is wrong with a value of a lead, or with where it has been.
func Problem(p lead.Problem) string {
	c := p.Cause
	switch c.Kind {
	case "":
		return p.Text // lead's own, or of an earlier version
	case lead.MayBeThere, lead.Restored, lead.Salvaged, lead.SentElsewhere, lead.MaybeElsewhere:
		return beenThere(c)
	case intake.NoText, intake.Several, intake.OddLetters, intake.WhetherContact, intake.WhichKind, intake.LostPlus, intake.LostZero:
		return ofFile(c)
	case api.NoName:
		return "not sent: the config gives it no name on the wire"
	case api.NoPlace:
		return "not sent: this kind of lead has no place for it"
	case api.FewEmployees:
		return "at least " + strconv.Itoa(c.Limit) + " in the legacy form"
	}
	if c.Limit == 0 {
		return safe.Clean(string(c.Kind)).String() // of a later version
	}
	return "at most " + strconv.Itoa(c.Limit) + " characters, " + strconv.Itoa(c.Units-c.Limit) + " too many" +
		map[lead.CauseKind]string{
			api.LongWithCompany: ", counted with the Company line",
			api.LongWithLines:   ", counted with the lines for what has no member of its own",
			api.LongAddress:     ", counted as one line",
			api.LongRole:        " (legacy form)",
			api.LongName:        ", counted with the name",
		}[c.Kind]
}

// beenThere is a doubt about where a lead has been.
func beenThere(c lead.Cause) string {
	batch := ""
	if c.Batch != uuid.Nil {
		batch = "batch " + outbox.ShortID(c.Batch)
	}
	switch c.Kind {
	case lead.MayBeThere:
		if c.By != "" {
			batch += " by " + safe.Clean(c.By).String()
		}
		return some(", ", "may already be in ClosingDealz", batch)
	case lead.Restored:
		since := "a copy"
		if day, err := time.Parse(time.DateOnly, c.Day); err == nil {
			since = day.Format("2 Jan 2006")
		}
		return "may already be in ClosingDealz: this queue was restored from " + since
	case lead.Salvaged:
		return "may already be in ClosingDealz: it was salvaged from a damaged file"
	}
	went := "was sent"
	if c.Kind == lead.MaybeElsewhere {
		went = "may have been sent"
	}
	return some(" in ", went, batch) + " from another queue: look for it in ClosingDealz"
}

// ofFile is a doubt about what a file meant.
func ofFile(c lead.Cause) string {
	value := safe.Clean(c.Value).String()
	switch c.Kind {
	case intake.NoText:
		return value + " stood in the file where a text belongs: is it right?"
	case intake.Several:
		return "several stood in the file where one belongs: which one?"
	case intake.WhetherContact:
		return value + " is true or false: is it a contact?"
	case intake.WhichKind:
		return value + " is company or contact: which of them?"
	case intake.LostPlus:
		return "a spreadsheet (Excel) took the + away: is it " + value + "?"
	case intake.LostZero:
		return "a spreadsheet (Excel) took the first 0 away: is it " + value + "?"
	}
	return "the file is neither UTF-8 nor certainly Windows-1252: are the letters right?"
}

// Reasons gives leads that have problems those as their reason.
func Reasons(walk intake.Walk) intake.Walk {
	return func(f func(intake.Record) error) error {
		return walk(func(r intake.Record) error {
			reasons := nonEmpty(r.Reason)
			for _, p := range r.Found {
				if !p.Note {
					reasons = append(reasons, p.Field.Label()+": "+Problem(p))
				}
			}
			r.Reason = strings.Join(reasons, "; ")
			return f(r)
		})
	}
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// Records gives leads their problems and notes in sentences.
func Records(walk intake.Walk) intake.Walk {
	return func(f func(intake.Record) error) error {
		return walk(func(r intake.Record) error {
			for _, p := range r.Found {
				if p.Note {
					r.Notes = append(r.Notes, Problem(p))
				} else {
					r.Problems = append(r.Problems, Problem(p))
				}
			}
			return f(r)
		})
	}
}
