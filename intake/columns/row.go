package columns

import (
	"fmt"
	"slices"
	"strings"

	"leadpad/intake"
	"leadpad/lead"
)

// Reader makes leads of rows.
type Reader struct {
	*Plan
	// Region is the country in which a phone is read where the row has none, an ISO
	// code; "" for unknown.
	Region string
	// International writes such a phone with its country.
	International bool
	// Name divides a person's whole name, ok only where that is certain; titles are
	// what stands before and behind it.
	Name func(whole string, emails []string) (first, last string, titles []string, ok bool)
	// Address divides an address in one text; rest is what of it has no place.
	Address func(whole, country string) (a lead.Address, rest []string, ok bool)
	// Contacts reads the associated contacts of our own export.
	Contacts func(text string) ([]lead.Person, error)
}

// Rest is a cell that no field takes.
type Rest struct{ Header, Text string }

// String is it as it stands in the notes.
func (r Rest) String() string {
	if r.Header == "" {
		return r.Text
	}
	return r.Header + ": " + r.Text
}

// WithRest is a lead with what no field takes in its notes.
func WithRest(l lead.Lead, rest []Rest) lead.Lead {
	lines := make([]string, 0, len(rest)+1)
	if l.Notes != "" {
		lines = append(lines, l.Notes)
	}
	for _, one := range rest {
		lines = append(lines, one.String())
	}
	l.Notes = strings.Join(lines, "\n")
	return l
}

// Row makes the lead of one row. What has no place is rest, in the order of the
// columns; it stands nowhere else. ok is false for an empty row.
func (r *Reader) Row(cells []string) (item intake.Item, rest []Rest, ok bool) {
	b := row{Reader: r, item: &item, cells: cells}
	if r.Format == Own {
		return b.own()
	}
	for i, cell := range cells {
		b.cell(i, cell)
	}
	if !b.any {
		return item, nil, false
	}
	b.assemble()
	return item, b.rest, true
}

// row is one row that is being read.
type row struct {
	*Reader
	item  *intake.Item
	cells []string
	rest  []Rest
	any   bool // something stands in it

	one    map[Field]string // of fields that have one value
	places []place
	notes  []string
}

// cell puts one cell on its field.
func (b *row) cell(i int, raw string) {
	text, controls := lead.Accept(raw, true)
	b.item.Controls += controls
	text, blanks := intake.Bare(text)
	if blanks > 0 && text != "" {
		b.item.Blanks += blanks
	}
	if text == "" {
		return
	}
	b.any = true
	if i >= len(b.Columns) {
		b.item.Say(intake.RaggedRow, "")
		b.keep(fmt.Sprintf("Column %d", i+1), text)
		return
	}
	c := &b.Columns[i]
	if Placeholder(text) || b.locked(text) {
		b.item.Say(intake.NothingThere, c.Header)
		return
	}
	b.put(c, i, text)
}

// locked knows what the extension and Apollo write where a value must be paid for.
func (b *row) locked(text string) bool {
	of := b.Format == VendorList || b.Format == VendorMaps || b.Format == Apollo
	return of && (strings.Contains(text, "not_unlocked") || oneOf(Key(text), "accessemail") || strings.EqualFold(text, "Request Mobile Number") || strings.EqualFold(text, "Access Mobile") || strings.EqualFold(text, "Access email"))
}

// put puts a text on the field of its column.
func (b *row) put(c *Column, i int, text string) {
	l := &b.item.Lead
	switch c.Field {
	case Email:
		l.Emails = b.add(l.Emails, lead.Emails, c, text, strings.ToLower)
	case Phone:
		b.phone(c, i, text)
	case Labels:
		b.labels(text)
	case Site, Social:
		b.site(c, text)
	case Notes:
		if len(b.notes) > 0 {
			b.keep(c.Header, text)
			return
		}
		b.notes = append(b.notes, text)
	case Off:
		b.item.Dropped = append(b.item.Dropped, c.Header)
	case None:
		b.unmapped(c, text)
	default:
		b.single(c, oneLine(text))
	}
}

// unmapped keeps a cell for the notes; what only says which kind a value beside it is
// goes.
func (b *row) unmapped(c *Column, text string) {
	sort := b.Format == Google && strings.Contains(" "+Key(c.Header)+" ", " label ") || strings.HasSuffix(Key(c.Header), " type")
	if sort && (b.Format == Google || b.Format == Outlook) && (intake.PlainSort(text) || intake.NoPhone(text) || text == "SMTP") {
		b.item.Dropped = append(b.item.Dropped, c.Header)
		return
	}
	if b.Format == VendorList && Key(c.Header) == "quick actions" {
		b.item.Dropped = append(b.item.Dropped, c.Header)
		return
	}
	b.keep(b.named(c), text)
}

// named is the header of a column, its number where it has none.
func (b *row) named(c *Column) string {
	if c.Header != "" {
		return oneLine(c.Header)
	}
	for i := range b.Columns {
		if &b.Columns[i] == c {
			return fmt.Sprintf("Column %d", i+1)
		}
	}
	return ""
}

func (b *row) keep(header, text string) { b.rest = append(b.rest, Rest{header, text}) }

// oneLine is a text on one line.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\u2028\u2029") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// single fills a field that has one value; another one goes to the notes.
func (b *row) single(c *Column, text string) {
	if c.Field.ofAddress() {
		b.part(c, text)
		return
	}
	if b.one == nil {
		b.one = map[Field]string{}
	}
	switch have := b.one[c.Field]; {
	case have == "":
		b.one[c.Field] = text
	case !strings.EqualFold(have, text):
		b.keep(c.Header, text)
	}
}

// add adds the values of a cell that are not there yet.
func (b *row) add(to []string, f lead.Field, c *Column, text string, key func(string) string) []string {
	parts := intake.Values(f, text)
	if len(parts) > 1 {
		b.item.Say(intake.TakenApart, c.Header)
	}
	for _, part := range parts {
		part = oneLine(part)
		if part != "" && !slices.ContainsFunc(to, func(s string) bool { return key(s) == key(part) }) {
			to = append(to, part)
		}
	}
	return to
}

// labels reads labels; Google marks its groups with an asterisk and has some that are
// no labels.
func (b *row) labels(text string) {
	l := &b.item.Lead
	for _, label := range intake.Values(lead.Labels, text) {
		if b.Format == Google {
			label = strings.TrimSpace(strings.TrimPrefix(label, "* "))
			if label == "myContacts" || label == "* myContacts" || label == "starred" {
				continue
			}
		}
		if label != "" && !slices.Contains(l.Labels, label) {
			l.Labels = append(l.Labels, label)
		}
	}
}

// site adds web addresses and profiles; what is neither goes to the notes.
func (b *row) site(c *Column, text string) {
	l := &b.item.Lead
	for _, part := range sites(text) {
		if url, ok := intake.Profile(c.Network, part); ok {
			b.item.Say(intake.Handle, c.Header)
			part = url
		}
		if !likeURL(part) && c.Why != You {
			b.keep(b.named(c), part)
			continue
		}
		if !slices.ContainsFunc(l.Socials, func(s lead.Social) bool { return siteKey(s.URL) == siteKey(part) }) {
			l.Socials = append(l.Socials, lead.Social{URL: part})
		}
	}
}

// sites takes web addresses apart where each part is one.
func sites(text string) []string {
	parts := strings.FieldsFunc(strings.ReplaceAll(text, ":::", " "), func(r rune) bool { return r == ' ' || r == ';' || r == '\n' || r == '|' || r == ',' })
	if len(parts) < 2 || slices.ContainsFunc(parts, func(p string) bool { return !likeURL(p) }) {
		return []string{oneLine(text)}
	}
	return parts
}

// siteKey makes spellings of one address the same.
func siteKey(url string) string {
	url = strings.ToLower(url)
	for _, prefix := range []string{"https://", "http://", "www."} {
		url = strings.TrimPrefix(url, prefix)
	}
	return strings.TrimSuffix(url, "/")
}
