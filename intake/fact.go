package intake

import (
	"errors"
	"fmt"
	"slices"

	"leadpad/lead"
)

// Fact is one thing about a file that a person should know: what was read
// otherwise than it is written, or, as an error, what cannot be read. words makes
// its sentence.
type Fact struct {
	What   What
	Line   int      // where, counted from 1; 0: nowhere in particular
	Column int64    // in characters, counted from 1; 0: the line as a whole
	Text   string   // the member, the value or the character that it is about
	Other  string   // a second one
	Names  []string // the first of several
	N      int      // how many: more of them, or the most that there may be
	Err    error    // the cause
}

// What is the kind of a Fact, named for logs.
type What string

// What was read otherwise than it is written.
const (
	Unpacked      What = "unpacked from gzip"
	Encoded       What = "encoded" // Text is the encoding
	Latin         What = "Windows-1252"
	HardlyLatin   What = "hardly Windows-1252"
	HalfPair      What = "half pair"
	LineBreaks    What = "line breaks"
	AddressBreaks What = "line breaks of an address"
	WholeNumber   What = "whole number" // Text is a member, as in those below
	Joined        What = "joined"
	TakenApart    What = "taken apart"
	Handle        What = "handle"
	NoUUID        What = "no UUID"
	Twice         What = "twice"
	Alike         What = "alike" // Text and Other are the members
	Repeated      What = "repeated"
	BetweenLeads  What = "comma between leads"
	TrailingComma What = "trailing comma" // N more stand behind it
	BesideLeads   What = "beside the leads"
	TextBehind    What = "text behind the leads"
)

// What cannot be read: bounds, of which N is the most.
const (
	Large       What = "file too large" // in GiB
	Many        What = "too many leads"
	LongLead    What = "lead too long" // in MiB
	LongText    What = "text too long" // in MiB
	LongNumber  What = "number too long"
	Deep        What = "nested too deep"
	ManyRows    What = "too many rows"
	ManyMembers What = "too many members"
)

// What is no JSON.
const (
	OtherFormat   What = "other format" // Text is its name; Other is gzip when it is within one
	DamagedGzip   What = "damaged gzip"
	Cut           What = "cut"
	NoValue       What = "no value"
	NoNumber      What = "no number"
	NoEscape      What = "no escape"
	BadEscape     What = "bad escape"
	Unquoted      What = "unquoted"
	UnquotedName  What = "unquoted name"
	SingleQuotes  What = "single quotes"
	OtherQuotes   What = "other quotes"
	ZeroByte      What = "zero byte"
	Comment       What = "comment"
	Markup        What = "markup"
	Control       What = "control"
	ControlInText What = "control in a text"
	BrokenText    What = "line end in a text"
	Stray         What = "stray"
	NoUTF8        What = "no UTF-8"
	NoComma       What = "no comma"
	NoColon       What = "no colon"
	WrongEnd      What = "wrong end" // Text closes what Other opened
	TextBetween   What = "text between the leads"
	MoreBehind    What = "more behind the leads"
)

// What holds no lead.
const (
	NoLead     What = "no lead" // Names are the members that are there
	NoLeadHere What = "no lead here"
	NoObject   What = "no object"
	NothingIn  What = "nothing in it"
	NoHeader   What = "no header"
	BesideList What = "beside a long list"
)

// What of a file keeps a lead a draft, beside what lead.Check finds. The words are
// stored.
const (
	NoText         lead.CauseKind = "no text" // Value is true or false
	Several        lead.CauseKind = "several"
	OddLetters     lead.CauseKind = "odd letters"
	WhetherContact lead.CauseKind = "whether a contact" // Value is the member that should say it
	WhichKind      lead.CauseKind = "which kind"        // Value too
)

// Errors that callers tell apart, by their What.
var (
	// ErrNoLead is a file, or a part of it, that can be read and holds nothing.
	ErrNoLead = &Fact{What: NoLead}
	// ErrLarge and ErrMany are more than one file may have.
	ErrLarge = &Fact{What: Large, N: MaxFile >> 30}
	ErrMany  = &Fact{What: Many, N: maxLeads}
)

// Error is for logs and tests.
func (f *Fact) Error() string {
	out := string(f.What)
	if f.Line > 0 {
		out = place{f.Line, f.Column}.String() + ": " + out
	}
	for _, detail := range slices.Concat([]string{f.Text, f.Other}, f.Names) {
		if detail != "" {
			out += " | " + detail
		}
	}
	if f.N > 0 {
		out += fmt.Sprintf(" | %d", f.N)
	}
	if f.Err != nil {
		out += ": " + f.Err.Error()
	}
	return out
}

// Unwrap gives Err.
func (f *Fact) Unwrap() error { return f.Err }

// Is says that another error is of the same kind, wherever it stands.
func (f *Fact) Is(other error) bool {
	kind, ok := other.(*Fact)
	return ok && kind.What == f.What
}

// same says that two facts are one.
func (f Fact) same(g Fact) bool {
	return f.What == g.What && f.Line == g.Line && f.Column == g.Column && f.Text == g.Text && f.Other == g.Other &&
		slices.Equal(f.Names, g.Names) && f.N == g.N && errors.Is(f.Err, g.Err)
}

// place is a line and a column in characters, both from 1; column 0 is none.
type place struct {
	line   int
	column int64
}

func (p place) before(q place) bool {
	return p.line < q.line || p.line == q.line && p.column < q.column
}

func (p place) String() string {
	if p.column == 0 {
		return fmt.Sprintf("line %d", p.line)
	}
	return fmt.Sprintf("line %d, column %d", p.line, p.column)
}

// fact is what is so at a place; text is what it is about.
func (p place) fact(what What, text ...string) Fact {
	text = append(text, "", "")
	return Fact{What: what, Line: p.line, Column: p.column, Text: text[0], Other: text[1]}
}

// wrong is the error for what is so at a place.
func (p place) wrong(what What, text ...string) error {
	f := p.fact(what, text...)
	return &f
}

// over is the error for more than the most of something.
func (p place) over(what What, most int) error {
	f := p.fact(what)
	f.N = most
	return &f
}

// few bounds what a fact keeps of names: the first of them, cut where they are
// long, and how many more there are.
func few(what What, names []string) Fact {
	const most = 8
	f := Fact{What: what, N: max(0, len(names)-most)}
	for _, name := range names[:min(most, len(names))] {
		f.Names = append(f.Names, short(name))
	}
	return f
}

// short bounds what a fact keeps of a text.
func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// Tally collects what is so of many leads, each fact once, with the first place
// that it was seen at. Its zero value is empty.
type Tally struct{ Seen []Seen }

// Seen is a fact about leads.
type Seen struct {
	Fact
	At   string // of the first lead
	More int    // leads of which it is so too
}

// maxTally bounds the facts that are kept: a report of more is not read.
const maxTally = 100

// Add notes what is so of the lead at a place.
func (t *Tally) Add(at string, facts []Fact) {
	for _, f := range facts {
		i := slices.IndexFunc(t.Seen, func(s Seen) bool { return s.same(f) })
		if i >= 0 {
			t.Seen[i].More++
		} else if len(t.Seen) < maxTally {
			t.Seen = append(t.Seen, Seen{Fact: f, At: at})
		}
	}
}
