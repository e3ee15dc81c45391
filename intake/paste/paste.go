// Package paste reads leads out of text that was written for people: signatures,
// cards, rows of a spreadsheet, lists, vCards, what a badge scanner types. It does
// no I/O, learns nothing and knows no screen. Every word of the text stands in a
// field or among what has no place, and no field holds what the text does not say;
// what no rule takes with certainty is left over. Start reading at Read.
package paste

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"

	"leadpad/intake"
	"leadpad/lead"
)

// As is the kind of lead that is wanted.
type As uint8

// Either is a company with its people where the company is certain, else a contact.
const (
	Either As = iota
	Company
	Contact
)

// Options are what the text cannot say itself.
type Options struct {
	As As
	// Region is the ISO code of the country in which a phone without "+" is read
	// when the text names none; "" for unknown.
	Region string
	// Parts says that the text may be a part of a lead: nothing but an address, or
	// pages of the web.
	Parts bool
	// Stop says that nobody waits for the leads any more: Read returns none, soon.
	// nil for never.
	Stop func() bool
	// Progress learns how many parts of the text were read, of how many; of some texts
	// it is told twice from the begin. nil for nobody.
	Progress func(done, of int)
}

func (o Options) stopped() bool { return o.Stop != nil && o.Stop() }

// stoppedAt is stopped before another part is read, behind done ones.
func (o Options) stoppedAt(done, of int) bool {
	if o.Progress != nil {
		o.Progress(done, of)
	}
	return o.stopped()
}

// each does something for the numbers below n, on all processors where they are many.
// It says whether all was done: not where nobody waits any more.
func (o Options) each(n int, do func(i int)) bool {
	const few = 16 // are done sooner than somebody is called
	var next atomic.Int64
	var enough atomic.Bool
	work := func(stopped func(done, of int) bool) {
		for i := int(next.Add(1)) - 1; i < n && !enough.Load(); i = int(next.Add(1)) - 1 {
			if stopped(i, n) {
				enough.Store(true)
				return
			}
			do(i)
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0)-1, n/few) {
		others.Go(func() { work(func(int, int) bool { return false }) })
	}
	work(o.stoppedAt)
	others.Wait()
	return !enough.Load()
}

// Why is the rule that put a value on its field.
type Why uint8

// The rules.
const (
	Shape     Why = iota // its shape says what it is
	Label                // Detail is the word beside it that says so
	Number               // a phone number; Detail is the English name of its country
	Network              // a profile; Detail is its network
	Local                // a name as in the local part of the email in Detail
	Position             // it stands where names stand
	Domain               // a company like the domain in Detail
	LegalForm            // a company by its legal form
	Word                 // Detail is the word that says what it is
	Postal               // beside a postal code
	Member               // Detail is the member of a card or the column that holds it
)

// Found is one value on its field.
type Found struct {
	Path   lead.Path
	Value  string
	Why    Why
	Detail string
	Line   int // of the pasted text, counted from 1; 0 where there are no lines
}

// Kind says what something without a place is.
type Kind uint8

// The kinds of what is left over.
const (
	Rest    Kind = iota // no rule took it
	Fax                 // a fax number, with its label
	Title               // a title before a name or letters behind it
	Tag                 // a word that only names a field that is filled ("Tel.")
	Outside             // quoted mail, a disclaimer, a greeting, prose
)

// Left is a part of the text that has no place.
type Left struct {
	Text string
	Kind Kind
	Line int
}

// Lead is one lead of a text.
type Lead struct {
	Lead  lead.Lead
	Found []Found
	Left  []Left
	// Cut says that a card ends before its end: its last value may be a part of
	// the one that was meant.
	Cut bool
	// Said and Problems are an import's, where the text is JSON or a row: see
	// intake.Item.
	Said     []intake.Fact
	Problems []lead.Problem
}

// Unplaced are the texts that have no place, in their order.
func (l Lead) Unplaced() []string {
	texts := make([]string, 0, len(l.Left))
	for _, left := range l.Left {
		texts = append(texts, left.Text)
	}
	return texts
}

// WithNotes is the lead with what has no place in its notes, less the words that
// only name a filled field.
func (l Lead) WithNotes() lead.Lead {
	out := l.Lead.Clone()
	var notes []string
	if out.Notes != "" {
		notes = append(notes, out.Notes)
	}
	for _, left := range l.Left {
		if left.Kind != Tag {
			notes = append(notes, left.Text)
		}
	}
	out.Notes = strings.Join(notes, "\n")
	return out
}

// Read finds the leads of a text. There may be none: then the text is no lead.
func Read(text string, o Options) []Lead {
	text, _ = lead.Accept(strings.TrimPrefix(keepTabs(text), "\ufeff"), true)
	text = strings.ReplaceAll(withoutOverrides(text), tab, "\t")
	for _, form := range []func(string, Options) []Lead{readVCards, readMECards, readCurl, readJSON, readTable} {
		leads := form(text, o)
		if o.stopped() {
			return nil
		}
		if len(leads) > 0 {
			return leads
		}
	}
	return readText(text, o)
}

// Dropped counts the characters of a text that no field may hold and that Read leaves
// out without leaving them over: controls, and those that turn the direction of what
// is shown.
func Dropped(text string) int {
	_, n := lead.Accept(text, true)
	for _, r := range text {
		if turns(r) {
			n++
		}
	}
	return n
}

// withoutOverrides is a text without the invisible characters that turn the direction
// of what is shown, and so can show another text than the one that is sent.
func withoutOverrides(text string) string {
	return strings.Map(func(r rune) rune {
		if turns(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, text)
}

func turns(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) && !keptMark(r) }

// keptMark says that a mark only says which way its place reads, as Arabic and Hebrew
// texts need it.
func keptMark(r rune) bool { return r == '\u200e' || r == '\u200f' || r == '\u061c' }

// tab stands for a tab while controls are dropped, which would make it a space. It
// is a character of private use that Accept keeps.
const tab = "\U0010fffd"

func keepTabs(text string) string {
	text = strings.ReplaceAll(text, tab, "\ufffd")
	return strings.ReplaceAll(text, "\t", tab)
}

// readText reads what was written for people.
func readText(text string, o Options) []Lead {
	var leads []Lead
	var before []Left // of what is no lead and stands before the first one
	all := cards(lines(text), o)
	if !o.each(len(all), func(i int) { all[i].recognise() }) {
		return nil
	}
	for _, c := range all {
		one, ok := c.lead(o.As)
		if !ok && o.Parts && len(all) == 1 && c.onlyPlaces() {
			one, ok = c.whatever(o.As), true
		}
		switch {
		case ok:
			one.Left = append(before, one.Left...)
			before = nil
			leads = append(leads, one)
		case len(leads) > 0:
			last := &leads[len(leads)-1]
			last.Left = append(last.Left, one.Left...)
		default:
			before = append(before, one.Left...)
		}
	}
	return leads
}
