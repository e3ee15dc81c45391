package words

import (
	"errors"
	"os"
	"strconv"
	"strings"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/intake/table"
	"leadpad/safe"
)

// File is what is so of a file of leads: what was read otherwise than it is
// written, or what cannot be read, and where.
func File(f intake.Fact) string {
	where := ""
	switch {
	case f.Column > 0:
		where = "line " + strconv.Itoa(f.Line) + ", column " + strconv.FormatInt(f.Column, 10) + ": "
	case f.Line > 0:
		where = "line " + strconv.Itoa(f.Line) + ": "
	}
	text := readOtherwise(f.What)
	for _, of := range []func(intake.What) string{tooMuch, noJSON, noLead} {
		if text == "" {
			text = of(f.What)
		}
	}
	if text == "" {
		text = string(f.What)
	}
	said := os.Expand(text, func(part string) string {
		switch part {
		case "text":
			return f.Text
		case "quoted":
			return strconv.Quote(f.Text)
		case "other":
			return f.Other
		case "begun":
			return strconv.Quote(f.Other)
		case "in":
			if f.Other != "" {
				return " in " + f.Other
			}
		case "n":
			return Number(f.N)
		}
		return ""
	})
	return safe.Clean(where + said + behind(f)).String()
}

// behind is what a fact lists, or why it is so.
func behind(f intake.Fact) string {
	switch {
	case f.Err != nil:
		return ": " + f.Err.Error()
	case f.What == intake.TrailingComma && f.N > 0:
		return ", and " + Number(f.N) + " more"
	case len(f.Names) == 0:
		return ""
	}
	names := strings.Join(f.Names, ", ")
	if f.N > 0 {
		names += " and " + Number(f.N) + " more"
	}
	if f.What == intake.NoLead || f.What == intake.NoLeadHere {
		names = "found " + names
	}
	return ": " + names
}

func readOtherwise(what intake.What) string {
	return map[intake.What]string{
		intake.Unpacked:      "unpacked from gzip",
		intake.Encoded:       "read as $text",
		intake.Latin:         "bytes that are no UTF-8, read as Windows-1252",
		intake.HardlyLatin:   "bytes that are hardly Windows-1252 and read so: drafts",
		intake.HalfPair:      "half a character: � stands for it",
		intake.LineBreaks:    "line breaks in a value became spaces",
		intake.AddressBreaks: "line breaks in an address became commas",
		intake.WholeNumber:   "$text: a whole number, read without its .0",
		intake.Joined:        "$text: several texts, joined with commas",
		intake.TakenApart:    "$text: several in one text, taken apart",
		intake.Handle:        "$text: a name on a network, read as its address there",
		intake.NoUUID:        "$text: no id of an export, so a new lead",
		intake.Twice:         "$text stands there twice: the first counts, the other is in the notes",
		intake.Alike:         "$text and $other differ in spelling only: the first counts, the other is in the notes",
		intake.Repeated:      "a row that repeats one above it is left out",
		intake.BetweenLeads:  "a comma between the leads",
		intake.TrailingComma: "a trailing comma",
		intake.BesideLeads:   "left out, because it stands beside the leads",
		intake.TextBehind:    "left out, because it stands behind the leads: $quoted",
		intake.RaggedRow:     "more cells than columns: the rest is in the notes",
		intake.NothingThere:  "$text: a placeholder is left out",
		intake.Apostrophe:    "$text: the apostrophe before a number is left out",
		intake.NoOne:         "0 employees are sent as 1",
	}[what]
}

func tooMuch(what intake.What) string {
	return map[intake.What]string{
		intake.Large:       "larger than $n GiB, the most that one file may have",
		intake.Many:        "more than $n leads, the most that one file may have",
		intake.LongLead:    "a lead of more than $n MiB",
		intake.LongText:    "a text of more than $n MiB",
		intake.LongNumber:  "a number of more than $n digits",
		intake.Deep:        "nested more than $n deep",
		intake.ManyRows:    "more than $n rows of one kind",
		intake.ManyMembers: "more than $n members in one lead",
		intake.LongRow:     "a row of more than $n MiB",
		intake.LargeBook:   "a workbook of more than $n MiB: as CSV it can be larger",
		intake.ManyColumns: "more than $n columns",
	}[what]
}

func noJSON(what intake.What) string {
	text := map[intake.What]string{
		intake.NoValue:       "$text is no value",
		intake.NoNumber:      "$text is no number; as a text it needs quotes",
		intake.NoEscape:      "$quoted is no escape",
		intake.BadEscape:     `\u needs four digits of 0 to f`,
		intake.Unquoted:      "texts stand in double quotes",
		intake.UnquotedName:  "names stand in double quotes",
		intake.SingleQuotes:  "texts stand in double quotes, not in single ones",
		intake.OtherQuotes:   "texts stand in straight double quotes, not in $quoted",
		intake.ZeroByte:      "a zero byte",
		intake.Comment:       "a comment",
		intake.Markup:        "this looks like XML or HTML",
		intake.Control:       "a control character ($text)",
		intake.ControlInText: "a control character ($text) in a text",
		intake.BrokenText:    `a line ends in a text: its quote is missing, or it needs \n`,
		intake.Stray:         "$text does not belong here",
		intake.NoUTF8:        "a byte ($text) that is no UTF-8",
		intake.NoComma:       "a comma is missing before it",
		intake.NoColon:       "a colon is missing behind $quoted",
		intake.WrongEnd:      "$quoted closes what $begun began",
		intake.TextBetween:   "text between the leads: $quoted",
		intake.MoreBehind:    "more stands behind the leads",
	}[what]
	if text == "" {
		return ""
	}
	return "not JSON: " + text
}

func noLead(what intake.What) string {
	return map[intake.What]string{
		intake.OtherFormat: "this is $text$in, not JSON",
		intake.DamagedGzip: "the gzip file is damaged or cut",
		intake.Cut:         "the file ends in the middle of it",
		intake.NoLead:      "the file holds no lead",
		intake.NoLeadHere:  "no lead in it",
		intake.NoObject:    "a lead is an object in braces, not $text",
		intake.NothingIn:   "nothing stands in it",
		intake.NoHeader:    "the first row names no columns",
		intake.NulByte:     "a zero byte: no table, or a damaged one",
		intake.OpenQuote:   "a quote that nothing closes",
		intake.Locked:      "this workbook has a password: save it without one",
		intake.BrokenBook:  "this workbook is damaged, or none",
		intake.NoSheet:     "there is no sheet $quoted; there are",
		intake.NoTable:     "no column holds what leads are made of",
		intake.BesideList:  "$quoted stands beside a long list: neither a lead nor a list of leads",
	}[what]
}

// Seen is what was read otherwise, with the first lead of which it is so.
func Seen(s intake.Seen) string {
	where := s.At
	if s.More > 0 {
		where += " and " + Number(s.More) + " more"
	}
	return File(s.Fact) + " (" + safe.Clean(where).String() + ")"
}

// worded is an error in words, and stays what it is for errors.Is.
type worded struct {
	text string
	so   string // what it means
	err  error
}

func (e worded) Error() string { return e.text + e.so }

func (e worded) Unwrap() error { return e.err }

// Unread is why leads could not be read, and what that means: "; nothing was
// imported".
func (r Reader) Unread(err error, so string) error { return worded{r.unread(err), so, err} }

func (r Reader) unread(err error) string {
	if file, ok := errors.AsType[*app.FileError](err); ok {
		return safe.Clean(file.Name).String() + ": " + r.unread(file.Err)
	}
	if f, ok := errors.AsType[*intake.Fact](err); ok {
		return File(*f)
	}
	if format, ok := errors.AsType[*app.NoFormat](err); ok {
		return "this leadpad reads CSV, TSV, XLSX, vCard and JSON, not " + format.Ending
	}
	if none, ok := errors.AsType[*table.NoColumn](err); ok {
		return noColumn(none)
	}
	if wrong, ok := errors.AsType[*app.ProblemError](err); ok {
		return Problem(wrong.Problem) + "; nothing was saved"
	}
	switch {
	case errors.Is(err, app.ErrFolder):
		return "this is a folder; name a file in it"
	case errors.Is(err, app.ErrLongText):
		return "more than 16 MiB, the most that is looked through for leads; a file goes with " + r.Command("import")
	case errors.Is(err, app.ErrNoLeads):
		return "no lead found in the text: it has no email, phone, person or company; nothing was saved"
	case errors.Is(err, app.ErrNoWriter):
		return "nobody writes into this pipe"
	}
	return r.Error(err)
}
