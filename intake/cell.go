package intake

import (
	"strings"

	"leadpad/lead"
)

// What was done to the cells of a table, and what of them keeps a lead a draft.
const (
	Delimited     What = "delimited" // Text is what parts the cells, Other the encoding
	HeaderAt      What = "header"    // N rows stand before it, Text is the first of them
	NoHeaderRow   What = "no header row"
	FooterRow     What = "footer"     // Text is its first one, N how many
	RaggedRow     What = "ragged row" // more cells than the header has
	Quoting       What = "broken quotes"
	NothingThere  What = "placeholder" // Text is the column
	Apostrophe    What = "apostrophe"
	NoOne         What = "employees 0"
	ColumnAgainst What = "values differ from header" // Names are the columns, as in those below
	ColumnTie     What = "header says two things"
	ColumnsKept   What = "columns in the notes"
	ColumnsMapped What = "columns mapped"

	NulByte     What = "NUL"
	OpenQuote   What = "open quote"
	LongRow     What = "row too long" // N in MiB
	ManyColumns What = "too many columns"
	NoTable     What = "no table"
	Locked      What = "password"
	BrokenBook  What = "broken workbook"
	LargeBook   What = "workbook too large" // N in MiB
	NoSheet     What = "no such sheet"      // Names are those that there are

	LostPlus lead.CauseKind = "lost plus" // Value is the number that it may be, as below
	LostZero lead.CauseKind = "lost zero"
)

// Values takes the text of one field apart where it certainly holds several values:
// emails where each part has an @, phones where each is a number, also with " / "
// between them, labels at every comma.
func Values(f lead.Field, text string) []string {
	switch f {
	case lead.Emails:
		return trimAll(split(emails, text))
	case lead.Phones:
		parts := split(phones, text)
		if len(parts) == 1 {
			parts = slashed(text)
		}
		return trimAll(parts)
	case lead.Socials:
		return trimAll(split(socials, text))
	case lead.Labels:
		return split(labels, strings.ReplaceAll(text, ":::", ";"))
	}
	return []string{text}
}

// slashed takes two phones apart that a slash parts; that of "030/901820" stands
// within one.
func slashed(text string) []string {
	parts := strings.Split(text, "/")
	for _, p := range parts {
		if digits(p) < 7 || !plainNumber(strings.TrimSpace(p)) {
			return []string{text}
		}
	}
	return parts
}

// plainNumber says that a text is a phone as people write it and nothing else.
func plainNumber(s string) bool {
	return strings.Trim(s, "+0123456789 ()-.\u00a0") == ""
}

// Bare is a text without the blanks and invisible characters at its ends, which are
// counted.
func Bare(s string) (trimmed string, dropped int) { return bareEnds(s) }

// Profile is the address of a handle on a network where every handle has one, in lower
// case: "@jane" on twitter. ok is false for all else.
func Profile(network, text string) (url string, ok bool) {
	base := profiles(network)
	if base == "" || !handle.MatchString(text) || !strings.HasPrefix(text, "@") && strings.Contains(text, ".") {
		return text, false
	}
	return base + strings.TrimPrefix(text, "@"), true
}

// Unguard takes the apostrophe away that WriteCSV puts before what a spreadsheet would
// run.
func Unguard(cell string) string {
	if strings.HasPrefix(cell, "'") && risky(cell) {
		return cell[1:]
	}
	return cell
}

// NoPhone knows the types of numbers that nobody calls: fax, pager, telex.
func NoPhone(sort string) bool { return noPhone(sort) }

// PlainSort knows the types of a row that say nothing: "work", "mobile".
func PlainSort(sort string) bool {
	sort = strings.Trim(strings.ToLower(sort), "* ")
	return plainSort(sort) || oneOf(sort, "home mobile cell pref profile homepage blog")
}

// Say notes what was read otherwise than it is written, once.
func (i *Item) Say(what What, text string) {
	f := place{}.fact(what, text)
	for _, said := range i.Said {
		if said.same(f) {
			return
		}
	}
	i.Said = append(i.Said, f)
}

// ReadPeople reads the associated contacts as WriteCSV writes them.
func ReadPeople(text string) (people []lead.Person, err error) {
	err = ReadJSON(strings.NewReader(`{"state":"draft","lead":{"kind":"company","name":"-","contacts":`+text+`}}`), func(i Item) error {
		people = i.Lead.Contacts
		return i.Err
	})
	return people, err
}
