package paste

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"leadpad/lead"
)

// card is one lead's text and what was found in it so far.
type card struct {
	lines  []*line
	region string // of phones without "+"
	as     As

	emails  []value
	urls    []value
	phones  []value
	address []address
	person  name
	whole   value // a vCard's name as a whole
	company value
	role    value
	notes   string
	labels  []string
	left    []Left
	certain bool // the company
	known   bool // the rules were applied
	small   bool // the text has no capitals: where a value stands says less

	mails, numbers, sites, domains seen
}

// seen are the places of values by what makes two of them the same: a text may hold
// thousands.
type seen map[string]int

// add is the place of a value that is there, else it remembers that it comes to one.
func (s *seen) add(key string, place int) (at int, known bool) {
	if at, known = (*s)[key]; known {
		return at, true
	}
	if *s == nil {
		*s = seen{}
	}
	(*s)[key] = place
	return place, false
}

// value is one recognised text.
type value struct {
	text   string
	why    Why
	detail string
	line   int
	person bool // it is the person's: a mobile, a direct line, a profile
}

// name is a person's.
type name struct{ first, last value }

// address is one address, each part as found.
type address struct{ street, city, state, postal, country value }

func newCard(group []*line, o Options) *card {
	code, _ := lead.CountryCode(o.Region)
	return &card{lines: group, region: code, as: o.As}
}

// recognise applies the rules, the certain ones first: what one takes, no later
// one sees.
func (c *card) recognise() {
	if c.known {
		return
	}
	c.known = true
	c.findEmails()
	c.findURLs()
	c.findRegion()
	c.findPhones()
	c.setAsideRegister()
	c.withCapitals()
	c.findLabelled()
	c.tagsBefore()
	c.findNameByMail()
	c.findNameOnTwoLines()
	c.findEasternAddress()
	c.findMarked()
	c.findAddresses()
	c.findCompany()
	c.findEasternName()
	c.findRoleAndName()
	c.findRole()
	if !c.small {
		c.findNameByPlace()
		c.findNameAboveRole()
		c.findNameInSentence()
		c.findNameInImprint()
		c.findSecondLine()
		c.findCompanyByWord()
		c.findCompanyInRole()
		c.findRoleByPlace()
	}
	c.findRoleBelow()
	c.tags()
	c.asWritten()
}

// near are the free pieces of the block's first lines, where names, roles and
// companies stand.
func (c *card) near() []piece {
	const block = 12
	var out []piece
	n := 0
	for _, l := range c.lines {
		if l.outside || strings.TrimSpace(l.text) == "" {
			continue
		}
		if n++; n > block {
			break
		}
		out = append(out, l.free()...)
	}
	return out
}

// give makes a value of a piece and takes it.
func (p piece) give(w Why, detail string) value {
	p.take()
	return value{text: oneSpace(strings.TrimSpace(p.written())), why: w, detail: detail, line: p.number}
}

// oneSpace is a text with one space where it has several, as cards are read by machines.
func oneSpace(s string) string {
	if !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// plain is a text in lower case without anything but ASCII letters and digits as
// hosts are written, in the two spellings that umlauts have there.
func plain(s string) [2]string {
	bare := strings.ReplaceAll(lead.Fold(s), " ", "")
	if ascii(s) {
		return [2]string{bare, bare}
	}
	spelled := umlauts.Replace(strings.ToLower(norm.NFC.String(s)))
	return [2]string{bare, strings.ReplaceAll(lead.Fold(spelled), " ", "")}
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe", "æ", "ae")

// tagsBefore leaves over the words before a colon that name a field, so that the
// rules see the value alone: "Position: Head of Sales".
func (c *card) tagsBefore() {
	for _, p := range c.free() {
		s := p.String()
		if i := strings.IndexAny(s, ":："); i > 0 && (fieldWord(s[:i]) || columnOf(s[:i]) != noColumn) {
			c.aside(p.sub(0, i), Tag)
		}
	}
}

// tags leaves over the words that only name a field.
func (c *card) tags() {
	for _, p := range c.free() {
		if fieldWord(p.String()) || columnOf(p.String()) != noColumn {
			c.aside(p, Tag)
		}
	}
}
